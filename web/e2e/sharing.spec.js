import assert from 'node:assert/strict';
import { aTeam, CONVERSATION, PASSWORD } from './fake-pages.js';
import { assertAccessible, button } from './browser.js';
import { looksRight, worldTest } from './pages.js';

looksRight('a shared chat', { path: '/shared#look-at-this' });

worldTest(
  'a shared chat is read, and nothing in it runs',
  { path: '/shared#look-at-this' },
  async ({ page }) => {
    await page.getByRole('heading', { level: 1, name: 'How bread is baked' }).waitFor();
    await page.getByText('Shared by Ada Lovelace').waitFor();
    assert.equal(await page.locator('.bubble').innerText(), 'How do I **bake** bread?');
    await page.getByText('Attached, not shared: recipe.pdf').waitFor();
    assert.equal(await page.locator('.markdown em').innerText(), 'knead');
    assert.equal(await page.locator('.markdown img').count(), 0);
    assert.equal(await page.evaluate(() => window.pwned), undefined);
  },
);

worldTest('a link that is gone says what to do', { path: '/shared#old' }, async ({ page }) => {
  await page.getByText('This link is no longer open.').waitFor();
});

worldTest(
  'whoever is signed out reads it after signing in',
  { path: '/shared#look-at-this', world: aTeam({ signedIn: false }) },
  async ({ page }) => {
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await button(page, 'Sign in').click();
    await page.getByText('Shared by Ada Lovelace').waitFor();
  },
);

worldTest(
  'a chat is shared from its menu, and the link can be revoked there',
  { path: '/', heading: false },
  async ({ page, world, url }) => {
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this chat' });
    await dialog.getByLabel('The link ends after').selectOption('30');
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const link = dialog.getByLabel('Link', { exact: true });
    await link.waitFor();
    assert.equal(await link.inputValue(), `${url}/shared#look-at-this`);
    await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await dialog.getByRole('heading', { name: 'Open links of this chat' }).waitFor({
      state: 'detached',
    });

    assert.deepEqual(world.shares, []);
  },
);

worldTest('a chat is exported from its menu', { path: '/', heading: false }, async ({ page }) => {
  await openMenu(page);
  await page.getByRole('menuitem', { name: 'Export' }).click();
  const link = page.getByRole('menuitem', { name: 'Export as Markdown' });

  assert.equal(
    await link.getAttribute('href'),
    `/api/conversations/${CONVERSATION}/export?format=markdown`,
  );
});

async function openMenu(page) {
  await page.locator(`[data-conversation="${CONVERSATION}"]`).hover();
  await button(page, 'Actions for How bread is baked').click();
}
