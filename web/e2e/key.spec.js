// A server of one person that was started with a key: the page asks for it and keeps it for the tab.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertAccessible,
  button,
  composer,
  launch,
  PATIENCE,
  reasonToSkip,
  said,
  send,
} from './browser.js';
import { startFakeServer } from './fake-server.js';

const KEY = 'correct horse battery';
const field = (page) => page.getByLabel('API key');

/** A test that begins where the page asks for the key. */
function lockedTest(name, body) {
  test(name, { skip: reasonToSkip(true), timeout: 180_000 }, async () => {
    const server = await startFakeServer();
    server.chat.lock(KEY);
    const context = await (await launch()).newContext({ serviceWorkers: 'block' });
    context.setDefaultTimeout(PATIENCE);
    try {
      const page = await context.newPage();
      await page.goto(`${server.url}/`);
      await page.getByRole('heading', { name: 'The server asks for a key' }).waitFor();
      await body({ page, server, context });
    } finally {
      await context.close();
      await server.close();
    }
  });
}

lockedTest('a wrong key is told and not kept, the right one opens the chat', async ({ page }) => {
  await assertAccessible(page);
  await field(page).fill('not the key');
  await field(page).press('Enter');
  await page.getByRole('alert').getByText('This is not the key of this server.').waitFor();
  assert.equal(await field(page).getAttribute('aria-invalid'), 'true');
  assert.equal(await page.evaluate(() => sessionStorage.getItem('chatwright.key')), null);
  await field(page).fill(KEY);
  await button(page, 'Use this key').click();

  await composer(page).waitFor();
  await send(page, 'Hello');
  await said(page, 'Hello.').waitFor();
});

lockedTest('the key is kept for this tab, and for no other', async ({ page, server, context }) => {
  await field(page).fill(KEY);
  await field(page).press('Enter');
  await composer(page).waitFor();
  await page.reload();
  await composer(page).waitFor();
  const other = await context.newPage();
  await other.goto(`${server.url}/`);

  await field(other).waitFor();
  assert.equal(await other.evaluate(() => JSON.stringify(localStorage).includes('horse')), false);
});

lockedTest('a server with another key asks again, over what is open', async (given) => {
  const { page, server } = given;
  await field(page).fill(KEY);
  await field(page).press('Enter');
  await composer(page).fill('Half a thought');
  server.chat.lock('another key');
  await page.getByRole('dialog', { name: 'The server asks for a key' }).waitFor();
  await field(page).fill('another key');
  await field(page).press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await composer(page).inputValue(), 'Half a thought');
  await composer(page).press('Enter');

  await said(page, 'Hello.').waitFor();
});
