// A person alone on a machine, from the first start to the export. Each journey begins where one could.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { button, composer, replyEnds, said, send } from './browser.js';
import {
  api,
  conversationOf,
  counted,
  inList,
  journey,
  journeys,
  lastReply,
  menuOf,
  namedChat,
  newChat,
  replySays,
  told,
} from './journey.js';
import { aPdf } from './pdf.js';
import { wish } from './real-server.js';

const world = journeys('attachments:\n  max_bytes: 200000\n');
const SLOW = 20_000;

const chatNamed = (page, title, question) => namedChat(page, world.server.url, title, question);

journey(
  'the first start leads straight into the chat, also before the page is ready',
  {},
  async (page) => {
    // What is typed as soon as there is a field is not lost.
    await page.goto(world.server.url, { waitUntil: 'commit' });
    await composer(page).fill(wish(5));
    await composer(page).press('Enter');
    await replySays(page, counted(5));
    assert.match(new URL(page.url()).pathname, /^\/c\/[\w-]+$/);
  },
);

journey('a reply streams, is stopped and goes on where it was', {}, async (page) => {
  await newChat(page, world.server.url);
  await send(page, wish(200, SLOW));
  await said(page, 'wörd3').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('You stopped this reply here.').waitFor();
  const partial = (await lastReply(page).innerText()).trim();
  assert.ok(counted(200).startsWith(partial), partial);
  await page.reload();
  assert.equal((await lastReply(page).innerText()).trim(), partial);
  await button(page, 'Continue').click();
  await page.waitForFunction((before) => {
    const text = document.querySelector('.reply .markdown').innerText.trim();
    return text.startsWith(before) && text.length > before.length + 20;
  }, partial);
});

journey(
  'a message is changed and its reply written again; every version stays',
  {},
  async (page) => {
    await newChat(page, world.server.url);
    await send(page, wish(2));
    await replyEnds(page);
    await page.locator('.bubble').hover();
    await button(page, 'Change the message').click();
    await page.getByRole('textbox', { name: 'Change the message' }).fill(wish(4));
    await page.keyboard.press('Control+Enter');
    await replySays(page, counted(4));
    await button(page, 'Write the reply again').click();
    await page.locator('.reply').getByRole('group', { name: 'Version 2 of 2' }).waitFor();
    await replyEnds(page);
    await button(page, 'Write the reply again').click();
    await page.locator('.reply').getByRole('group', { name: 'Version 3 of 3' }).waitFor();
    await replyEnds(page);
    await page.locator('.reply').getByRole('button', { name: 'Earlier version' }).click();
    await page.locator('.reply').getByRole('group', { name: 'Version 2 of 3' }).waitFor();
    await page.reload();
    await page.locator('.reply').getByRole('group', { name: 'Version 2 of 3' }).waitFor();
    await page.locator('.turn').getByRole('button', { name: 'Earlier version' }).click();
    await replySays(page, counted(2));
  },
);

journey('a chat is forked, and the first stays as it is', {}, async (page) => {
  await newChat(page, world.server.url);
  await send(page, wish(2));
  await replyEnds(page);
  const first = conversationOf(page);
  await button(page, 'More actions').click();
  await page.getByRole('menuitem', { name: 'New chat from here' }).click();
  await told(page, 'This is a new chat with everything up to there.');
  assert.notEqual(conversationOf(page), first);
  await replySays(page, counted(2));
  await send(page, wish(6));
  await replySays(page, counted(6));
  const kept = await api(page, `/api/conversations/${first}/messages`);
  assert.equal(kept.messages.length, 2);
});

journey(
  'a reply is corrected, and the export holds what should have been said',
  {},
  async (page) => {
    const id = await chatNamed(page, 'Corrected');
    await button(page, 'Bad reply').click();
    const dialog = page.getByRole('dialog', { name: 'Your opinion of this reply' });
    await dialog.getByLabel('Write what the reply should have been').check();
    await dialog.getByLabel('The right reply').fill('One, two, three.');
    await button(dialog, 'Keep').click();
    await dialog.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Bad reply', pressed: true }).waitFor();
    const { conversations } = await api(page, `/api/conversations/${id}/export?format=json`);
    const { feedback } = conversations[0].messages.find((one) => one.role === 'assistant');
    assert.equal(feedback.thumb, 'down');
    assert.equal(feedback.correction, 'One, two, three.');
  },
);

journey('a PDF and a text go with a message; what is too large is told', {}, async (page) => {
  await newChat(page, world.server.url);
  await page.setInputFiles('input[type=file]', [
    { name: 'recipe.pdf', mimeType: 'application/pdf', buffer: aPdf('Flour and water') },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('salt') },
    { name: 'huge.txt', mimeType: 'text/plain', buffer: Buffer.alloc(300_000, 'x') },
  ]);
  await page.getByText('This is larger than the server accepts.').waitFor();
  await button(page, 'Remove huge.txt').click();
  await composer(page).fill(wish(3));
  await page.locator('button[type=submit]:enabled').waitFor({ timeout: 30_000 });
  await composer(page).press('Enter');
  await replySays(page, counted(3));
  await page.getByRole('link', { name: /recipe.pdf/ }).waitFor();
  await page.getByRole('link', { name: /notes.txt/ }).waitFor();
});

journey(
  'the network goes in the middle of a reply and comes back; no word is lost or doubled',
  { allowErrors: /ERR_INTERNET_DISCONNECTED|network/i },
  async (page) => {
    await newChat(page, world.server.url);
    await send(page, wish(150, SLOW));
    await said(page, 'wörd3').waitFor();
    await page.context().setOffline(true);
    await send(page, wish(2));
    await page.getByText('Not sent.').waitFor();
    await page.context().setOffline(false);
    await page.locator('.reply .markdown').filter({ hasText: 'wörd149' }).waitFor();
    assert.equal((await page.locator('.reply .markdown').first().innerText()).trim(), counted(150));
    await replySays(page, counted(2));
  },
);

journey('a second tab is in step, and a reload in the middle shows all', {}, async (page) => {
  await newChat(page, world.server.url);
  await send(page, wish(150, SLOW));
  await said(page, 'wörd3').waitFor();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await said(other, 'wörd3').waitFor();
  await page.reload();
  await replySays(page, counted(150));
  await replySays(other, counted(150));
  await send(other, wish(2));
  await replySays(page, counted(2));
  assert.equal(await page.locator('.exchange').count(), 2);
});

journey('a message sent before the chat is read continues it', {}, async (page) => {
  await newChat(page, world.server.url);
  await send(page, wish(3));
  await replyEnds(page);
  const id = conversationOf(page);
  // The messages come late, as over a slow line.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/messages?*', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await send(page, wish(4));
  await page.locator('.bubble').waitFor();
  release();
  await replySays(page, counted(4));
  assert.equal(await page.locator('.exchange').count(), 2);
  const { messages } = await api(page, `/api/conversations/${id}/messages`);
  assert.equal(messages.length, 4);
});

journey('a search finds a message and jumps to it', {}, async (page) => {
  const id = await chatNamed(page, 'Harbour', `Where is the lighthouse? ${wish(3)}`);
  await newChat(page, world.server.url);
  await page.getByRole('searchbox', { name: 'Search' }).fill('lighthouse');
  await page.getByText('1 place found').waitFor();
  await page.getByRole('list', { name: 'Found' }).getByRole('link').click();
  await page.locator('.turn.found').waitFor();
  assert.equal(conversationOf(page), id);
});

journey('a chat is renamed, pinned, tagged and put into a folder', {}, async (page) => {
  await chatNamed(page, 'Nameless');
  await (await menuOf(page, 'Nameless')).choose('Rename');
  await page.getByRole('textbox', { name: 'New title' }).fill('Bread');
  await page.keyboard.press('Enter');
  await inList(page, 'Bread').waitFor();
  await page.getByRole('heading', { level: 1, name: 'Bread' }).waitFor();
  await (await menuOf(page, 'Bread')).choose('Pin');
  await page.getByRole('navigation').getByText('Pinned', { exact: true }).waitFor();
  await (await menuOf(page, 'Bread')).choose('Tags');
  await page.getByRole('textbox', { name: 'New tag' }).fill('kitchen');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemcheckbox', { name: 'kitchen', checked: true }).waitFor();
  await page.keyboard.press('Escape');
  await (await menuOf(page, 'Bread')).choose('Move to a folder');
  await page.getByRole('textbox', { name: 'New folder' }).fill('Home');
  await page.keyboard.press('Enter');
  await button(page, 'Home').click();
  await inList(page, 'Bread').waitFor();
  await page.reload();
  await button(page, 'kitchen').click();
  await inList(page, 'Bread').waitFor();
});

journey('a chat is archived and deleted, and both are undone', {}, async (page) => {
  await chatNamed(page, 'Put away');
  await (await menuOf(page, 'Put away')).choose('Archive');
  await inList(page, 'Put away').waitFor({ state: 'detached' });
  await button(page, 'Undo').click();
  await (await menuOf(page, 'Put away')).choose('Delete');
  await inList(page, 'Put away').waitFor({ state: 'detached' });
  await button(page, 'Undo').click();
  await inList(page, 'Put away').waitFor();
  await (await menuOf(page, 'Put away')).choose('Delete');
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Put away' }).getByRole('button').click();
  await told(page, '“Put away” is back in the list.');
});

journey('a temporary chat leaves nothing', {}, async (page) => {
  await newChat(page, world.server.url);
  const before = await api(page, '/api/conversations');
  await page.goto(`${world.server.url}/temporary`);
  await send(page, `the secret is xylophone; ${wish(4)}`);
  await replySays(page, counted(4));
  assert.deepEqual(await api(page, '/api/conversations'), before);
  const { hits } = await api(page, '/api/search?q=xylophone');
  assert.deepEqual(hits, []);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  );
  assert.doesNotMatch(kept, /xylophone/);
  await page.reload();
  await composer(page).waitFor();
  assert.equal(await page.getByText('xylophone').count(), 0);
});

journey('a chat is exported as JSON, Markdown and HTML', {}, async (page) => {
  await chatNamed(page, 'Exported', `Tell me. ${wish(3)}`);
  for (const [name, found] of [
    ['JSON', /"text":"wörd0 wörd1 wörd2/],
    ['Markdown', /wörd0 wörd1 wörd2/],
    ['HTML', /<html[\s\S]*wörd0 wörd1 wörd2/],
  ]) {
    await (await menuOf(page, 'Exported')).choose('Export');
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: `Export as ${name}` }).click();
    assert.match(readFileSync(await (await download).path(), 'utf8'), found, name);
  }
});

journey('an export of ChatGPT is imported and gone on with', {}, async (page) => {
  await page.goto(`${world.server.url}/settings/data`);
  await page.setInputFiles('input[type=file]', {
    name: 'conversations.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify([chatGpt('From elsewhere', 'Who are you?', 'A model.')])),
  });
  await page.getByRole('strong').filter({ hasText: '1 conversation imported' }).waitFor();
  await page.getByRole('link', { name: 'To your chats' }).click();
  await inList(page, 'From elsewhere').click();
  await replySays(page, 'A model.');
  await send(page, wish(3));
  await replySays(page, counted(3));
});

journey('two replies are compared, and the better one goes on', {}, async (page) => {
  await newChat(page, world.server.url);
  await button(page, 'Compare two replies').click();
  await send(page, wish(3));
  await page.getByRole('group', { name: 'Two replies side by side' }).waitFor();
  await button(page, 'B').click();
  await page.getByText('Your vote is kept.').waitFor();
  await button(page, 'Compare two replies').click();
  await send(page, wish(2));
  await replySays(page, counted(2));
  await page.reload();
  await page.getByRole('group', { name: 'Two replies side by side' }).waitFor();
  await page.getByRole('button', { name: 'B', exact: true, pressed: true }).waitFor();
});

journey('a prompt is made and used with a slash', {}, async (page) => {
  await page.goto(`${world.server.url}/prompts`);
  await button(page, 'New prompt').click();
  await page.getByLabel('Command').fill('count');
  await page.getByLabel('Title', { exact: true }).fill('Count words');
  await page.getByLabel('Text', { exact: true }).fill('count {{number|3}} words, one each 0 µs');
  await button(page, 'Save').click();
  await page.getByText('/count', { exact: true }).first().waitFor();
  await newChat(page, world.server.url);
  await composer(page).pressSequentially('/cou');
  await page.getByRole('option', { name: /count/ }).waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Fill in the prompt' });
  await dialog.getByLabel('number').fill('7');
  await button(dialog, 'Use it').click();
  await composer(page).press('Enter');
  await replySays(page, counted(7));
});

function chatGpt(title, question, answer) {
  const message = (id, role, text, parent, children) => ({
    id,
    parent,
    children,
    message: {
      id,
      author: { role },
      create_time: 1_700_000_000,
      content: { content_type: 'text', parts: [text] },
    },
  });
  return {
    title,
    create_time: 1_700_000_000,
    update_time: 1_700_000_100,
    current_node: 'b',
    mapping: {
      root: { id: 'root', parent: null, children: ['a'], message: null },
      a: message('a', 'user', question, 'root', ['b']),
      b: message('b', 'assistant', answer, 'a', []),
    },
  };
}
