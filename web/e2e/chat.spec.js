import assert from 'node:assert/strict';
import { button, composer, pageTest, replies, replyEnds, send, said } from './browser.js';
import { say, sayAndWait } from './fake-server.js';
import { MARKDOWN } from './replies.js';

const askedOf = (server, what) => server.chat.asked.filter((one) => what.test(one.what));
const SEND = /^POST \/api\/conversations\/[\w-]+\/messages$/;

pageTest('a message gets a reply, and the address is the conversation’s', {}, async ({ page }) => {
  await send(page, 'Say hello in one short sentence.');
  await replyEnds(page);

  assert.notEqual((await replies(page).locator('.markdown').innerText()).trim(), '');
  assert.match(new URL(page.url()).pathname, /^\/c\/[\w-]+$/);
  assert.equal(await page.locator('.bubble').innerText(), 'Say hello in one short sentence.');
});

pageTest(
  'a second message follows the reply to the first',
  { canned: {} },
  async ({ page, server }) => {
    await send(page, 'First');
    await replyEnds(page);
    await send(page, 'Second');
    await page.locator('.exchange').nth(1).waitFor();
    await replyEnds(page);

    const [first, second] = askedOf(server, SEND).map((one) => one.body);
    assert.equal(first.parent_id, null);
    assert.equal(server.chat.messages.get(second.parent_id).role, 'assistant');
    assert.match(first.id, /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab]/);
  },
);

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
  },
);

pageTest('a conversation is there after a reload', { canned: {} }, async ({ page }) => {
  await send(page, 'Remember me');
  await replyEnds(page);
  await page.reload();

  await page.locator('.bubble', { hasText: 'Remember me' }).waitFor();
  await said(page, 'Hello.').waitFor();
});

pageTest('an edit makes a version beside the first', { canned: {} }, async ({ page }) => {
  await send(page, 'One');
  await replyEnds(page);
  await page.locator('.bubble').hover();
  await button(page, 'Change the message').click();
  await page.getByRole('textbox', { name: 'Change the message' }).fill('Uno');
  await page.keyboard.press('Enter');
  await page.locator('.bubble', { hasText: 'Uno' }).waitFor();
  await replyEnds(page);

  await page.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
  await button(page, 'Earlier version').click();
  await page.locator('.bubble', { hasText: 'One' }).waitFor();
});

pageTest(
  'a reply can be written again, and both versions stay',
  { canned: {} },
  async ({ page, server }) => {
    await send(page, 'Say something');
    await replyEnds(page);
    server.setReply(say('Something else.'));
    await button(page, 'Write the reply again').click();
    await said(page, 'Something else.').waitFor();
    await page.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
    await button(page, 'Earlier version').click();

    await said(page, 'Hello.').waitFor();
  },
);

pageTest(
  'a reply that reached the limit goes on',
  { canned: { reply: say('Half of', 'length') } },
  async ({ page, server }) => {
    await send(page, 'Tell me');
    await replyEnds(page);
    server.setReply(say(' the story.'));
    await button(page, 'Continue').click();

    await said(page, 'Half of the story.').waitFor();
  },
);

pageTest(
  'Escape stops a reply, and what is written stays',
  { canned: { reply: sayAndWait('Going on') } },
  async ({ page }) => {
    await send(page, 'Talk');
    await said(page, 'Going on').waitFor();
    await page.keyboard.press('Escape');

    await page.getByText('You stopped this reply here.').waitFor();
    await said(page, 'Going on').waitFor();
  },
);

pageTest(
  'a message sent during a reply waits for it and can be taken back',
  { canned: {} },
  async ({ page, server }) => {
    let writing;
    server.setReply(sayAndWait('First', (given) => (writing = given)));
    await send(page, 'One');
    await said(page, 'First').waitFor();
    await send(page, 'Two');
    await page.locator('.state', { hasText: 'Waits for the reply above.' }).waitFor();
    await button(page, 'Take back').click();
    await page
      .locator('.state', { hasText: 'Waits for the reply above.' })
      .waitFor({ state: 'detached' });
    assert.equal(await composer(page).inputValue(), 'Two');

    await composer(page).press('Enter');
    await page.locator('.state', { hasText: 'Waits for the reply above.' }).waitFor();
    server.setReply(say('Second reply.'));
    writing.finish();
    await said(page, 'Second reply.').waitFor();
  },
);

pageTest(
  'what could not be taken back, or whose turn has come, stays in the chat alone',
  { canned: {} },
  async ({ page, server }) => {
    let first;
    server.setReply(sayAndWait('First', (given) => (first = given)));
    await send(page, 'One');
    await said(page, 'First').waitFor();
    await send(page, 'Two');
    server.chat.refuse = (what) => /stop$/.test(what) && [500, { message: 'not now' }];
    await button(page, 'Take back').click();
    await page.getByText('The server says: not now').waitFor();
    assert.equal(await composer(page).inputValue(), '');

    server.chat.refuse = () => undefined;
    // The page has not heard yet that the first reply is over.
    server.chat.changed = () => undefined;
    server.setReply(sayAndWait('Second'));
    await page.route('**/events', (route) => route.abort());
    await page.route('**/stop', async (route) => {
      first.finish();
      await route.continue();
    });
    await button(page, 'Take back').click();
    await page.getByText('You stopped this reply here.').waitFor();

    assert.equal(await composer(page).inputValue(), '');
    await page.locator('.bubble', { hasText: 'Two' }).waitFor();
  },
);

pageTest(
  'a thumb that is refused is told, and asks for no reasons',
  { canned: {} },
  async ({ page, server }) => {
    await send(page, 'What is two and two?');
    await replyEnds(page);
    server.chat.refuse = (what) =>
      /feedback$/.test(what) && [503, { message: 'read only', code: 'storage_read_only' }];
    await button(page, 'Bad reply').click();
    await page.getByText('The server says: read only').waitFor();
    assert.equal(await button(page, 'Bad reply').getAttribute('aria-pressed'), 'false');
    assert.equal(await page.getByRole('dialog').count(), 0);

    server.chat.refuse = () => undefined;
    await button(page, 'Good reply').click();
    await page.getByText('The server says: read only').waitFor({ state: 'detached' });
  },
);

pageTest(
  'the buttons of the opinion are in sight on a small screen',
  { canned: {}, context: { viewport: { width: 1280, height: 500 } } },
  async ({ page }) => {
    await send(page, 'What is two and two?');
    await replyEnds(page);
    await button(page, 'Bad reply').click();
    const dialog = page.getByRole('dialog', { name: 'Your opinion of this reply' });
    await dialog.getByLabel('Write what the reply should have been').check();
    await dialog.evaluate((element) => (element.scrollTop = 0));
    const keep = await button(dialog, 'Keep').boundingBox();
    const edge = await dialog.boundingBox();

    assert.ok(keep.y + keep.height <= edge.y + edge.height, `${keep.y} in ${edge.height}`);
  },
);

pageTest(
  'a thumb down asks why, and a corrected reply is kept',
  { canned: {} },
  async ({ page, server }) => {
    await send(page, 'What is two and two?');
    await replyEnds(page);
    await button(page, 'Bad reply').click();
    const dialog = page.getByRole('dialog', { name: 'Your opinion of this reply' });
    await dialog.getByLabel('Wrong').check();
    await dialog.getByLabel('Write what the reply should have been').check();
    await dialog.getByLabel('The right reply').fill('Four.');
    await button(dialog, 'Keep').click();
    await dialog.waitFor({ state: 'detached' });

    const kept = [...server.chat.messages.values()].find((message) => message.feedback).feedback;
    assert.equal(kept.thumb, 'down');
    assert.deepEqual(kept.reasons, ['Wrong']);
    assert.equal(kept.correction, 'Four.');
  },
);

pageTest(
  'two replies are compared blind, and the vote is kept',
  { canned: {} },
  async ({ page, server }) => {
    await button(page, 'Compare two replies').click();
    await page.getByLabel('Model of the second reply').selectOption('smollm2-360m-instruct');
    await send(page, 'Which is better?');
    await page.getByRole('group', { name: 'Two replies side by side' }).waitFor();
    assert.equal(
      (await page
        .getByText('smollm2-360m-instruct', { exact: false })
        .locator('visible=true')
        .count()) > 3,
      false,
    );
    await button(page, 'B').click();
    await page.getByText('Your vote is kept.').waitFor();

    assert.equal(askedOf(server, /vote$/)[0].body.vote, 'right');
  },
);

pageTest(
  'a temporary chat is never written down',
  { canned: {}, path: '/temporary' },
  async ({ page, server }) => {
    await send(page, 'Between us');
    await said(page, 'You said: Between us').waitFor();

    assert.equal(server.chat.conversations.size, 0);
  },
);

pageTest(
  'a slash finds a prompt and asks for what it needs',
  {
    canned: {
      arrange: (chat) =>
        chat.prompts.push({ id: 'p', command: 'poem', text: 'A poem about {{thing|the sea}}.' }),
    },
  },
  async ({ page }) => {
    await composer(page).pressSequentially('/po');
    await page.getByRole('option', { name: /poem/ }).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Fill in the prompt' });
    await dialog.waitFor();
    // By keyboard alone: the dialog begins in its field, and the message box has the focus again.
    await page.keyboard.press('Control+A');
    await page.keyboard.type('heavy rain');
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.type(' Short.');

    assert.equal(await composer(page).inputValue(), 'A poem about heavy rain. Short.');
  },
);

pageTest('a file goes with a message', { canned: {} }, async ({ page, server }) => {
  await page.setInputFiles('input[type=file]', {
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('flour'),
  });
  await page.getByText('notes.txt').waitFor();
  await composer(page).fill('Read this');
  await page.locator('button[type=submit]:enabled').waitFor();
  await composer(page).press('Enter');
  await replyEnds(page);

  const [sent] = askedOf(server, SEND).map((one) => one.body);
  assert.equal(sent.attachment_ids.length, 1);
  await page.getByRole('link', { name: /notes.txt/ }).waitFor();
});

pageTest(
  'a file dropped on a temporary chat is not opened in its place',
  { canned: {}, path: '/temporary' },
  async ({ page }) => {
    await composer(page).focus();
    const prevented = await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['flour'], 'notes.txt'));
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(drop);
      return drop.defaultPrevented;
    });

    assert.ok(prevented);
    assert.equal(await page.getByText('notes.txt').count(), 0);
  },
);

pageTest(
  'an enormous paste is offered as a file and freezes nothing',
  { canned: {} },
  async ({ page }) => {
    await composer(page).focus();
    const millis = await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'word '.repeat(3_000_000));
      const began = performance.now();
      document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
      return performance.now() - began;
    });
    await page.getByText('You pasted 15 MB of text').waitFor();
    assert.ok(millis < 500, `${millis} ms`);
    await button(page, 'Attach it as a file').click();

    await page.getByText('pasted text.txt').waitFor();
  },
);
