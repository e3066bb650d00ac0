import assert from 'node:assert/strict';
import {
  assertAccessible,
  button,
  composer,
  pageTest,
  replies,
  replyEnds,
  send,
  said,
} from './browser.js';
import { MODEL, say, sayAndWait } from './fake-server.js';
import { MARKDOWN } from './replies.js';

for (const colorScheme of ['light', 'dark']) {
  pageTest(
    `axe finds nothing on the ${colorScheme} page`,
    {
      fake: { reply: say(MARKDOWN) },
      context: { colorScheme, reducedMotion: 'reduce' },
    },
    async ({ page }) => {
      await assertAccessible(page);
      await send(page, 'How do I bake bread?');
      await replyEnds(page);
      await assertAccessible(page);
      await button(page, 'Settings').click();
      await assertAccessible(page);
    },
  );
}

pageTest(
  'axe finds nothing while the model loads and after a failure',
  {
    canned: {
      health: { status: 'pulling', model: MODEL, progress: { doneBytes: 1, totalBytes: 2 } },
    },
    context: { reducedMotion: 'reduce' },
  },
  async ({ page, server }) => {
    await page.getByText('Fetching the model').waitFor();
    await assertAccessible(page);
    server.setReply((exchange) => exchange.refuse(500, { message: 'no' }));
    await send(page, 'Hello');
    server.setHealth({ status: 'ready', model: MODEL });
    await page.getByRole('alert').waitFor();
    await assertAccessible(page);
  },
);

pageTest(
  'colours follow the system until a person chooses, and the choice is kept',
  {
    context: { colorScheme: 'dark' },
  },
  async ({ page }) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await ground();
    assert.notEqual(dark, light);

    await button(page, 'Use dark colours').click();
    assert.equal(await ground(), dark);
    await page.reload();
    await button(page, 'Use light colours').waitFor();
    assert.equal(await ground(), dark);
  },
);

for (const width of [320, 390]) {
  pageTest(
    `nothing is cut off at ${width} pixels`,
    {
      fake: { reply: say(MARKDOWN) },
      context: { viewport: { width, height: 640 }, hasTouch: true },
    },
    async ({ page }) => {
      const overflow = () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
      assert.equal(await overflow(), 0, 'empty page');
      await send(page, 'How do I bake bread? ' + 'Averyverylongword'.repeat(8));
      await replyEnds(page);
      assert.equal(await overflow(), 0, 'conversation');
      const wide = await page.getByRole('log').evaluate((log) => log.scrollWidth - log.clientWidth);
      assert.equal(wide, 0, 'transcript');
      await button(page, 'Settings').click();
      assert.equal(await overflow(), 0, 'settings');
      const small = await page
        .locator('button:visible')
        .evaluateAll((all) => all.filter((b) => b.getBoundingClientRect().height < 24).length);
      assert.equal(small, 0, 'buttons less than 24 pixels high');
    },
  );
}

pageTest('all of it can be done with the keyboard', { canned: {} }, async ({ page, server }) => {
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id,
    );
  assert.equal(await focused(), 'message');
  await page.keyboard.type('First line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second line');
  assert.equal(await composer(page).inputValue(), 'First line\nsecond line');
  await page.keyboard.press('Enter');
  await replyEnds(page);
  assert.equal(await focused(), 'message');

  server.setReply(sayAndWait('Going on and on'));
  await page.keyboard.type('Again');
  await page.keyboard.press('Enter');
  await said(page, 'Going on and on').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('You stopped this reply here.').waitFor();
  assert.equal(await focused(), 'message');

  server.setReply(say('Better.'));
  await page.keyboard.press('Shift+Tab');
  assert.equal(await focused(), 'Write the reply again');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await focused(), 'Copy reply');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await said(page, 'Better.').waitFor();
  assert.equal(await focused(), 'message');
});

pageTest('dialogs close with Escape and give the focus back', {}, async ({ page }) => {
  const settings = button(page, 'Settings');
  await settings.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  assert.equal(await settings.evaluate((element) => element === document.activeElement), true);
});

pageTest(
  'a finished reply is spoken once, whole; tokens are not',
  { canned: {} },
  async ({ page, server }) => {
    let exchange;
    server.setReply(async (given) => {
      exchange = given;
      given.write('One', ' two');
      await given.closed;
    });
    const spoken = () => page.locator('[aria-live=polite]').last().textContent();
    await send(page, 'Count');
    await said(page, 'One two').waitFor();
    assert.equal((await spoken()).includes('One'), false);
    assert.equal(await page.getByRole('log').getAttribute('aria-busy'), 'true');
    assert.equal(await page.getByRole('log').getAttribute('aria-live'), 'off');
    exchange.write(' three.');
    exchange.finish(3);
    await replyEnds(page);

    assert.equal(await spoken(), 'Reply finished. One two three.');
  },
);

pageTest(
  'nothing moves when less motion is asked for',
  {
    canned: { reply: (exchange) => exchange.closed },
    context: { reducedMotion: 'reduce' },
  },
  async ({ page }) => {
    await send(page, 'Hello');
    await page.locator('.waiting').waitFor();

    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  },
);

pageTest(
  'forced colours leave every control visible',
  {
    canned: {},
    context: { forcedColors: 'active' },
  },
  async ({ page }) => {
    await send(page, 'Hello');
    await replyEnds(page);

    const border = await page
      .locator('.bubble')
      .evaluate((bubble) => getComputedStyle(bubble).borderTopColor);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.notEqual(border, ground);
    assert.equal(
      await replies(page)
        .locator('.actions')
        .evaluate((a) => getComputedStyle(a).opacity),
      '1',
    );
  },
);
