import assert from 'node:assert/strict';
import { button, composer, pageTest, replies, replyEnds, send, said } from './browser.js';
import { MODEL, say, sayAndWait } from './fake-server.js';
import { MARKDOWN } from './replies.js';

pageTest('a message gets a reply, and the speed is shown', {}, async ({ page }) => {
  await send(page, 'Say hello in one short sentence.');
  await replyEnds(page);

  assert.notEqual((await replies(page).locator('.markdown').innerText()).trim(), '');
  assert.match(await replies(page).locator('.actions').innerText(), /first token after/);
  assert.equal(await page.locator('.bubble').innerText(), 'Say hello in one short sentence.');
});

pageTest(
  'the request is the OpenAI one and carries the conversation',
  { canned: {} },
  async ({ page, server }) => {
    await send(page, 'First');
    await replyEnds(page);
    await send(page, 'Second');
    await page.locator('.exchange').nth(1).waitFor();
    await replyEnds(page);

    const [first, second] = server.requests;
    // The real server refuses requests that come from pages of other sites.
    assert.equal(first.origin, server.url);
    assert.equal(first.model, MODEL);
    assert.equal(first.stream, true);
    assert.deepEqual(first.stream_options, { include_usage: true });
    assert.equal(first.max_tokens, 1024);
    assert.deepEqual(second.messages, [
      { role: 'user', content: 'First' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'Second' },
    ]);
  },
);

pageTest('a suggestion is sent as it stands', { canned: {} }, async ({ page, server }) => {
  await page.getByRole('button', { name: /Make a list/ }).click();
  await replyEnds(page);

  assert.match(server.requests[0].messages[0].content, /five tips/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'message');
});

pageTest(
  'Markdown is shown as text, lists, tables and code',
  { canned: { reply: say(MARKDOWN) } },
  async ({ page }) => {
    await send(page, 'How do I bake bread?');
    await replyEnds(page);

    const reply = replies(page);
    assert.equal(await reply.locator('h3').innerText(), 'Bread in four steps');
    assert.equal(await reply.locator('ol > li').count(), 3);
    assert.equal(await reply.locator('td.align-right').first().innerText(), '120');
    assert.equal(
      await reply
        .locator('td.align-right')
        .first()
        .evaluate((cell) => getComputedStyle(cell).textAlign),
      'end',
    );
    const link = reply.getByRole('link');
    assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
    assert.equal(await link.getAttribute('target'), '_blank');
  },
);

pageTest(
  'a finished block is not made again while the next one is written',
  { canned: {} },
  async ({ page, server }) => {
    let exchange;
    server.setReply(async (given) => {
      exchange = given;
      given.write('First block.\n\nSecond');
      await given.closed;
    });
    await send(page, 'Write');
    await said(page, 'Second').waitFor();
    const first = page.locator('.block p').first();
    await first.evaluate((node) => (node.dataset.same = 'yes'));
    exchange.write(' block goes on.');
    await said(page, 'Second block goes on.').waitFor();

    assert.equal(await first.getAttribute('data-same'), 'yes');
  },
);

pageTest(
  'stopping keeps what was written and frees the server',
  { canned: {} },
  async ({ page, server }) => {
    const left = new Promise((resolve) => server.setReply(sayAndWait('Once upon a time', resolve)));
    await send(page, 'Tell me a story');
    await said(page, 'Once upon a time').waitFor();
    await button(page, 'Stop the reply').click();
    await left;

    await page.getByText('You stopped this reply here.').waitFor();
    assert.match(await replies(page).innerText(), /Once upon a time/);
    server.setReply(say('And so on.'));
    await send(page, 'Go on');
    await said(page, 'And so on.').waitFor();
    assert.equal(server.requests[1].messages[1].content, 'Once upon a time');
  },
);

pageTest(
  'Escape stops a reply that is being written',
  { fake: { reply: sayAndWait('Once upon a time') } },
  async ({ page }) => {
    await send(page, 'Tell me a very long story about a ship and its crew.');
    await replies(page).locator('.markdown').waitFor();
    await page.keyboard.press('Escape');

    await said(page, 'You stopped this reply here.').waitFor();
    assert.notEqual((await replies(page).locator('.markdown').innerText()).trim(), '');
  },
);

pageTest(
  'the last reply can be written again',
  { canned: { reply: say('One.') } },
  async ({ page, server }) => {
    await send(page, 'Count');
    await replyEnds(page);
    server.setReply(say('Two.'));
    await button(page, 'Write the reply again').click();
    await said(page, 'Two.').waitFor();

    assert.equal(await said(page, 'One.').count(), 0);
    assert.deepEqual(server.requests[1].messages, [{ role: 'user', content: 'Count' }]);
  },
);

pageTest('a new chat forgets the old one', { canned: {} }, async ({ page, server }) => {
  await send(page, 'Remember this');
  await replyEnds(page);
  await button(page, 'New chat').click();
  await page.getByRole('heading', { name: 'What shall we talk about?' }).waitFor();
  await send(page, 'Something else');
  await replyEnds(page);

  assert.equal(server.requests[1].messages.length, 1);
});

pageTest('a new chat can be taken back until it begins', { canned: {} }, async ({ page }) => {
  await send(page, 'Remember this');
  await replyEnds(page);
  await button(page, 'New chat').click();
  await button(page, 'Back to the last chat').click();

  assert.equal(await page.locator('.bubble').innerText(), 'Remember this');
  await said(page, 'Hello.').waitFor();
  await button(page, 'New chat').click();
  await send(page, 'Something else');
  await replyEnds(page);
  await button(page, 'New chat').click();
  await button(page, 'Back to the last chat').click();
  assert.equal(await page.locator('.bubble').innerText(), 'Something else');
});

pageTest('a reload loses nothing', { canned: {} }, async ({ page, server }) => {
  await send(page, 'First');
  await replyEnds(page);
  server.setReply(sayAndWait('Half a'));
  await send(page, 'Second');
  await said(page, 'Half a').waitFor();
  await composer(page).fill('What I was about to say');
  await page.reload();

  await page.getByText('The reply broke off before its end.').waitFor();
  assert.deepEqual(await page.locator('.bubble').allInnerTexts(), ['First', 'Second']);
  assert.equal(await composer(page).inputValue(), 'What I was about to say');
  server.setReply(say('Whole.'));
  await button(page, 'Try again').click();
  await said(page, 'Whole.').waitFor();
  assert.equal(server.requests[2].messages[1].content, 'Hello.');
});

pageTest(
  'after a reload the newest text is in sight',
  { canned: { reply: say('One.\n\n'.repeat(9)) } },
  async ({ page }) => {
    await send(page, 'First');
    await replyEnds(page);
    await send(page, 'Second');
    await page.locator('.exchange').nth(1).waitFor();
    await replyEnds(page);
    await page.reload();

    await page.waitForFunction(() => {
      const log = document.querySelector('[role=log]');
      return log && log.scrollHeight > 1.2 * log.clientHeight && gapOf(log) < 2;
      function gapOf({ scrollHeight, scrollTop, clientHeight }) {
        return scrollHeight - scrollTop - clientHeight;
      }
    });
  },
);

pageTest('a long message is folded and can be read', { canned: {} }, async ({ page }) => {
  await send(page, 'word '.repeat(2000));
  await replyEnds(page);
  const height = async () => (await page.locator('.bubble').boundingBox()).height;
  const folded = await height();
  await button(page, 'Show the whole message').click();

  assert.ok(folded < 400, `folded to ${folded} px`);
  assert.ok((await height()) > 2 * folded);
  await button(page, 'Show less').click();
  assert.equal(await height(), folded);
});

pageTest(
  'messages, replies and code can be copied',
  {
    canned: { reply: say(MARKDOWN) },
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  },
  async ({ page }) => {
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await send(page, 'How do I bake bread?');
    await replyEnds(page);

    await button(page, 'Copy reply').click();
    await page.getByTitle('Copied').waitFor();
    assert.equal(await clipboard(), MARKDOWN);
    await button(page, 'Copy code').click();
    await button(page, 'Copied').waitFor();
    assert.match(await clipboard(), /^def loaf/);
    await page.locator('.bubble').hover();
    await button(page, 'Copy message').click();
    await page.waitForFunction(() => document.querySelectorAll('[title=Copied]').length > 0);
    assert.equal(await clipboard(), 'How do I bake bread?');
  },
);

pageTest(
  'a reply that reached its limit says so',
  { canned: { reply: say('Half a', 'length') } },
  async ({ page }) => {
    await send(page, 'Write a long text');

    await page.getByText('The reply reached the token limit.').waitFor();
  },
);

pageTest(
  'the transcript follows the reply until the reader scrolls away',
  {
    canned: {},
    context: { viewport: { width: 800, height: 500 } },
  },
  async ({ page, server }) => {
    let exchange;
    server.setReply(async (given) => {
      exchange = given;
      given.write(Array.from({ length: 60 }, (_, i) => `Line ${i}.\n\n`).join(''));
      await given.closed;
    });
    const gap = () =>
      page.getByRole('log').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
    await send(page, 'Many lines');
    await said(page, 'Line 59.').waitFor();
    assert.ok((await gap()) < 2, `at the end, but ${await gap()} px above it`);

    await page.getByRole('log').evaluate((log) => (log.scrollTop = 0));
    await button(page, 'To the newest text').waitFor();
    exchange.write('The very last line.');
    await said(page, 'The very last line.').waitFor();
    assert.equal(await page.getByRole('log').evaluate((log) => log.scrollTop), 0);
    await button(page, 'To the newest text').click();
    assert.ok((await gap()) < 2);
    assert.equal(await composer(page).evaluate((field) => field === document.activeElement), true);
  },
);
