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
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Go somewhere or do something' }).waitFor();
      await assertAccessible(page);
    },
  );
}

pageTest(
  'axe finds nothing while the model loads and when a message was not sent',
  {
    canned: {
      health: { status: 'pulling', model: MODEL, progress: { doneBytes: 1, totalBytes: 2 } },
    },
    context: { reducedMotion: 'reduce' },
  },
  async ({ page, server }) => {
    await page.getByText('Fetching the model').waitFor();
    await assertAccessible(page);
    server.chat.refuse = (what) => (/^POST/.test(what) ? [500, { message: 'no' }] : undefined);
    await send(page, 'Hello');
    await page.getByRole('alert').waitFor();
    await assertAccessible(page);
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
      await button(page, 'Show or hide the conversations').click();
      assert.equal(await overflow(), 0, 'list');
      const small = await page
        .locator('button:visible')
        .evaluateAll((all) => all.filter((b) => b.getBoundingClientRect().height < 24).length);
      assert.equal(small, 0, 'buttons less than 24 pixels high');
    },
  );
}

pageTest('the focus stays in the composer', { canned: {} }, async ({ page, server }) => {
  const focused = () => page.evaluate(() => document.activeElement?.id);
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
});

pageTest(
  'a finished reply is spoken once, whole; tokens are not',
  { canned: {} },
  async ({ page, server }) => {
    let exchange;
    server.setReply((given) => {
      exchange = given;
      given.write('One', ' two');
    });
    const spoken = () => page.locator('[aria-live=polite]').last().textContent();
    await send(page, 'Count');
    await said(page, 'One two').waitFor();
    assert.equal((await spoken()).includes('One'), false);
    assert.equal(await page.getByRole('log').getAttribute('aria-busy'), 'true');
    assert.equal(await page.getByRole('log').getAttribute('aria-live'), 'off');
    exchange.write(' three.');
    exchange.finish();
    await replyEnds(page);

    assert.equal(await spoken(), 'Reply finished. One two three.');
  },
);

pageTest(
  'nothing moves when less motion is asked for',
  {
    canned: { reply: () => {} },
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
