import assert from 'node:assert/strict';
import { button, pageTest } from './browser.js';

const link = (page, name) =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name });
const three = (chat) =>
  ['Bread', 'Cheese', 'Wine'].forEach((title) => chat.add({ title, turns: [title, 'Yes.'] }));

pageTest(
  'a chat is renamed, pinned, deleted and brought back with the keyboard',
  { canned: { arrange: three } },
  async ({ page, server }) => {
    await link(page, 'Cheese').focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('Old cheese');
    await page.keyboard.press('Enter');
    await link(page, 'Old cheese').waitFor();
    await link(page, 'Old cheese').focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Pin' }).click();
    await page.getByRole('heading', { name: 'Pinned' }).waitFor();
    await link(page, 'Old cheese').focus();
    await page.keyboard.press('Delete');
    await link(page, 'Old cheese').waitFor({ state: 'detached' });
    await button(page, 'Undo').click();
    await link(page, 'Old cheese').waitFor();

    const [kept] = [...server.chat.conversations.values()].filter((one) => one.pinned);
    assert.equal(kept.title, 'Old cheese');
  },
);

pageTest(
  'a chat goes into a new folder, and the folder narrows the list',
  { canned: { arrange: three } },
  async ({ page }) => {
    await link(page, 'Wine').hover();
    await button(page, 'Actions for Wine').click();
    await page.getByRole('menuitem', { name: 'Move to a folder' }).click();
    await page.getByRole('textbox', { name: 'New folder' }).fill('Drinks');
    await page.keyboard.press('Enter');
    await button(page, 'Drinks').click();
    await link(page, 'Bread').waitFor({ state: 'detached' });

    await link(page, 'Wine').waitFor();
  },
);

pageTest(
  'search shows the words and jumps to the message',
  {
    canned: {
      arrange: (chat) => {
        const turns = Array.from({ length: 400 }, (_, index) => `turn ${index}`);
        turns[20] = 'the needle is here';
        chat.add({ title: 'Long', turns });
      },
    },
  },
  async ({ page }) => {
    await page.getByRole('searchbox').fill('needle');
    await page.locator('mark', { hasText: 'needle' }).click();
    const found = page.locator('.log').getByText('the needle is here');
    await found.waitFor();

    await page.waitForFunction(() => {
      const hit = [...document.querySelectorAll('.log .words')].find((one) =>
        one.textContent.includes('needle'),
      );
      const box = hit?.getBoundingClientRect();
      return box && box.top > 0 && box.bottom < innerHeight;
    });
  },
);

pageTest('a search that finds nothing says so in words', { canned: {} }, async ({ page }) => {
  await page.getByRole('searchbox').fill('needle');

  await page.getByText('Nothing matches. Write fewer words.').waitFor();
});

pageTest(
  'ten thousand chats: only those in sight are in the page',
  {
    canned: {
      arrange: (chat) => {
        for (let i = 0; i < 10_000; i++)
          chat.add({ title: `Chat ${i}`, updated_at: Date.now() - i * 3_600_000 });
      },
    },
  },
  async ({ page }) => {
    await link(page, 'Chat 0').waitFor();
    const rows = page.locator('.rows');
    for (let i = 0; i < 30; i++) {
      await rows.evaluate((element) => (element.scrollTop = element.scrollHeight));
      await page.waitForTimeout(30);
    }
    assert.ok((await page.locator('.rows li').count()) <= 220);
  },
);

pageTest(
  'what is archived and deleted has its page and its way back',
  {
    canned: { arrange: (chat) => chat.add({ title: 'Gone', deleted_at: Date.now() }) },
  },
  async ({ page }) => {
    await page.getByRole('link', { name: 'Trash' }).click();
    await page.getByRole('heading', { name: 'Trash' }).waitFor();
    await button(page, 'Restore').click();
    await page.getByText('Nothing is here.').waitFor();
  },
);

pageTest(
  'the palette finds chats and commands; ? shows the keys',
  { canned: { arrange: three } },
  async ({ page }) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go somewhere or do something' }).fill('chee');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cheese', level: 1 }).waitFor();
    await page.locator('.log').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },
);

pageTest(
  'from right to left a menu opens along the right edge of what opened it',
  {
    canned: {
      arrange: (chat) => {
        three(chat);
        chat.me.settings.language = 'ar';
      },
    },
  },
  async ({ page }) => {
    await page.locator('html[dir=rtl]').waitFor();
    const row = page.locator('li', { hasText: 'Wine' });
    await row.hover();
    await row.getByRole('button').click();
    const menu = await page.locator('.menu:popover-open').boundingBox();
    const opener = await row.getByRole('button').boundingBox();

    assert.ok(Math.abs(menu.x + menu.width - (opener.x + opener.width)) < 2);
    await page.getByRole('menuitem').first().and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await row.getByRole('button').and(page.locator(':focus')).waitFor();
  },
);
