// The server is killed in the middle of a reply, without a warning, and started again.
import assert from 'node:assert/strict';
import { button, composer, replyEnds, said, send } from './browser.js';
import { counted, journey, journeys, newChat, replySays } from './journey.js';
import { wish } from './real-server.js';

const world = journeys();
const SLOW = 20_000;
const GONE = {
  allowErrors: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|network|Unable to preload/i,
};

async function killMidReply(page) {
  await newChat(page, world.server.url);
  await send(page, wish(300, SLOW));
  await said(page, 'wörd9').waitFor();
}

const partOf = async (page) => {
  const text = (await page.locator('.reply .markdown').first().innerText()).trim();
  assert.ok(counted(300).startsWith(text) && text.includes('wörd9'), text);
  return text;
};

journey(
  'a reply that broke off is shown as such, keeps its text and goes on',
  GONE,
  async (page) => {
    await killMidReply(page);
    await world.server.end('SIGKILL');
    await page.getByText('The connection was lost.').first().waitFor();
    await world.server.start();
    await page.getByText('The server stopped while it wrote this.').waitFor({ timeout: 40_000 });
    const before = await partOf(page);
    await page.reload();
    await page.getByText('The server stopped while it wrote this.').waitFor();
    assert.equal(await partOf(page), before);
    await button(page, 'Continue').click();
    await page.locator('.log[aria-busy=true]').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('You stopped this reply here.').waitFor();
    const after = await page.locator('.reply .markdown').first().innerText();
    assert.ok(after.startsWith(before.slice(0, 60)), after);
  },
);

journey(
  'a message that waited for the reply is kept and answered once asked for',
  GONE,
  async (page) => {
    await killMidReply(page);
    await send(page, wish(4));
    await page.locator('.state').getByText('Waits for the reply above.').waitFor();
    await world.server.end('SIGKILL');
    await world.server.start();
    await page.reload();
    const broken = page.getByText('The server stopped while it wrote this.');
    await broken.nth(1).waitFor();
    await partOf(page);
    await button(page, 'Continue').last().click();
    await replySays(page, counted(4));
  },
);

journey('a message written while the server is away is kept and sent', GONE, async (page) => {
  await newChat(page, world.server.url);
  await send(page, wish(2));
  await replyEnds(page);
  await world.server.end('SIGKILL');
  await send(page, wish(5));
  await page.getByText('Not sent.').waitFor();
  await composer(page).fill('a draft');
  await world.server.start();
  await page.reload();
  assert.equal(await composer(page).inputValue(), 'a draft');
  await button(page, 'Try again')
    .click({ timeout: 5_000 })
    .catch(() => {}); // it may have gone by itself, which takes the button away
  await replySays(page, counted(5));
  assert.equal(await page.locator('.exchange').count(), 2);
});
