// A reply survives what happens to the connection, the page and the server.
import assert from 'node:assert/strict';
import { button, composer, pageTest, replyEnds, send, said } from './browser.js';
import { say, sayAndWait } from './fake-server.js';

const EVENTS = /^GET \/api\/generations\/[\w-]+\/events$/;

pageTest(
  'a cut connection goes on after the last event',
  { canned: {} },
  async ({ page, server }) => {
    let writing;
    server.setReply(sayAndWait('One', (given) => (writing = given)));
    await send(page, 'Count');
    await said(page, 'One').waitFor();
    writing.drop();
    writing.write(' two');
    await said(page, 'One two').waitFor();
    writing.drop();
    writing.write(' three.');
    await said(page, 'One two three.').waitFor();
    writing.drop();
    writing.write(' Four.');
    writing.finish();
    await replyEnds(page);
    await page.waitForTimeout(600); // until the cut connection is made anew

    assert.equal(await page.locator('.reply .markdown').innerText(), 'One two three. Four.');
    const resumed = server.chat.asked.filter((one) => EVENTS.test(one.what));
    assert.deepEqual(
      resumed.map((one) => one.lastEventId),
      [undefined, '2', '3', '4'],
    );
  },
);

pageTest(
  'a reload shows the reply that is being written, from its beginning',
  { canned: {} },
  async ({ page, server }) => {
    let writing;
    server.setReply(sayAndWait('Once upon', (given) => (writing = given)));
    await send(page, 'Tell');
    await said(page, 'Once upon').waitFor();
    await page.reload();
    await said(page, 'Once upon').waitFor();
    writing.write(' a time.');
    writing.finish();
    await replyEnds(page);

    assert.equal(await page.locator('.reply .markdown').innerText(), 'Once upon a time.');
  },
);

pageTest(
  'two tabs stay in step, and one of them watches',
  { canned: {} },
  async ({ page, server, context }) => {
    let writing;
    server.setReply(sayAndWait('Shared', (given) => (writing = given)));
    await send(page, 'Hello');
    await said(page, 'Shared').waitFor();
    const other = await context.newPage();
    await other.goto(page.url());
    await said(other, 'Shared').waitFor();
    writing.write(' words.');
    writing.finish();
    await said(page, 'Shared words.').waitFor();
    await said(other, 'Shared words.').waitFor();
    await replyEnds(other);
    server.setReply(say('From the other.'));
    await send(other, 'And now?');

    await said(page, 'From the other.').waitFor();
    assert.equal(server.chat.watchers.size, 1);
  },
);

pageTest('a reply whose server died can be continued', { canned: {} }, async ({ page, server }) => {
  let writing;
  server.setReply(sayAndWait('Half', (given) => (writing = given)));
  await send(page, 'Talk');
  await said(page, 'Half').waitFor();
  writing.interrupt();
  await page.getByText('The server stopped while it wrote this.').waitFor();
  server.setReply(say(' and whole.'));
  await button(page, 'Continue').click();

  await said(page, 'Half and whole.').waitFor();
});

pageTest(
  'a message that could not be sent is kept over a reload, goes by itself, and is there once',
  { canned: {} },
  async ({ page, server }) => {
    let lost = 'cut';
    let onDropped;
    const dropped = new Promise((resolve) => (onDropped = resolve));
    server.chat.refuse = (what) => {
      if (!/^POST .*messages$/.test(what)) return undefined;
      if (lost === 'drop') onDropped();
      return lost;
    };
    await send(page, 'Important');
    await page.getByText('Not sent.').waitFor();
    await page.reload();
    await page.getByText('Not sent.').waitFor();
    // Now the message arrives, but the answer to it does not.
    lost = 'drop';
    await dropped;
    lost = undefined;
    await said(page, 'Hello.').waitFor();

    const asked = [...server.chat.messages.values()].filter((message) => message.role === 'user');
    assert.equal(asked.length, 1);
    assert.equal(await page.locator('.bubble').count(), 1);
  },
);

pageTest(
  'a conversation is made once, also when the answer to its making was lost',
  { canned: {} },
  async ({ page, server }) => {
    server.chat.refuse = (what) => (what === 'POST /api/conversations' ? 'drop' : undefined);
    await send(page, 'Important');
    await page.getByText('Not sent.').waitFor();
    await page.reload();
    // It waited for the server, and goes by itself.
    server.chat.refuse = () => undefined;
    await said(page, 'Hello.').waitFor();

    assert.equal(server.chat.conversations.size, 1);
  },
);

pageTest(
  'a full disk is said, and the message can be sent later',
  { canned: {} },
  async ({ page, server }) => {
    server.chat.refuse = (what) =>
      /^POST .*messages$/.test(what) ? [507, { code: 'disk_full', message: 'no room' }] : undefined;
    await send(page, 'Keep this');
    await page.getByText('The disk of the server is full.').waitFor();
    server.chat.refuse = () => undefined;
    await button(page, 'Try again').first().click();

    await said(page, 'Hello.').waitFor();
  },
);

pageTest('a draft is there after a reload', { canned: {} }, async ({ page }) => {
  await composer(page).fill('Half a thought');
  await page.reload();

  await composer(page).waitFor();
  assert.equal(await composer(page).inputValue(), 'Half a thought');
});

pageTest(
  'while the model is fetched the first message is taken already',
  {
    canned: {
      health: { status: 'pulling', model: 'm', progress: { doneBytes: 1, totalBytes: 2 } },
      reply: () => {},
    },
  },
  async ({ page, server }) => {
    await page.getByText('Fetching the model').waitFor();
    await send(page, 'Early');
    await page.locator('.waiting').waitFor();

    assert.equal(
      [...server.chat.messages.values()].filter((one) => one.text === 'Early').length,
      1,
    );
  },
);
