// What goes on for a new chat after the person has gone elsewhere.
import assert from 'node:assert/strict';
import { composer, pageTest, said, send } from './browser.js';

const list = (page) => page.getByRole('navigation', { name: 'Conversations' });

const leftOne = (page) => list(page).getByRole('link', { name: 'Untitled chat' });

/** Holds back the answer that gives a new conversation its id; returns what lets it come. */
async function holdMaking(page) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/api/conversations', async (route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue();
  });
  return release;
}

pageTest(
  'a new chat that is left before it has its id drags nobody back and takes no draft',
  { canned: { arrange: (chat) => chat.add({ turns: ['Bread', 'Yes.'] }) } },
  async ({ page }) => {
    const release = await holdMaking(page);
    await send(page, 'Left behind');
    await list(page).getByRole('link', { name: 'Bread' }).click();
    await said(page, 'Yes.').waitFor();
    await composer(page).fill('For the bread');
    const bread = page.url();
    release();
    await leftOne(page).waitFor();

    assert.equal(page.url(), bread);
    await page.reload();
    assert.equal(await composer(page).inputValue(), 'For the bread');
    await leftOne(page).click();
    await said(page, 'Hello.').waitFor();
    assert.equal(await composer(page).inputValue(), '');
  },
);
