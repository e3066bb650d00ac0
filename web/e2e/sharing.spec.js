import assert from 'node:assert/strict';
import { aTeam, PASSWORD } from './fake-pages.js';
import { button } from './browser.js';
import { looksRight, worldTest } from './pages.js';

looksRight('a shared chat', { path: '/shared#look-at-this' });

worldTest(
  'a shared chat is read, and nothing in it runs',
  { path: '/shared#look-at-this' },
  async ({ page }) => {
    await page.getByRole('heading', { level: 1, name: 'How bread is baked' }).waitFor();
    await page.getByText('Shared by Ada Lovelace').waitFor();
    assert.equal(await page.locator('.bubble').innerText(), 'How do I **bake** bread?');
    assert.equal(await page.locator('.markdown em').innerText(), 'knead');
    assert.equal(await page.locator('.markdown img').count(), 0);
    assert.equal(await page.evaluate(() => window.pwned), undefined);
  },
);

worldTest('a link that is gone says what to do', { path: '/shared#old' }, async ({ page }) => {
  await page.getByText('This link is not open any more.').waitFor();
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
