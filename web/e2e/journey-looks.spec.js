// Every page with real content, in every look: axe finds nothing, and nothing is cut off.
import assert from 'node:assert/strict';
import { assertAccessible, button, composer, replyEnds } from './browser.js';
import { api, counted, journey, journeys, namedChat, replySays } from './journey.js';
import { wish } from './real-server.js';

const world = journeys();
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true };
const LOOKS = {
  light: { context: { colorScheme: 'light' } },
  dark: { context: { colorScheme: 'dark' } },
  'high contrast': { settings: { theme: 'contrast' } },
  'a phone of 320 pixels': { context: PHONE },
  // Twice as large is half as wide.
  '200 % zoom': { context: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 } },
  'right to left': { settings: { language: 'ar' } },
  'forced colours': { context: { forcedColors: 'active' } },
  'reduced motion': { context: { reducedMotion: 'reduce' } },
};
const PAGES = [
  ...['/', '/temporary', '/archive', '/trash', '/personas', '/prompts', '/models'],
  ...[
    '/settings/general',
    '/settings/model',
    '/settings/keys',
    '/settings/data',
    '/settings/about',
  ],
  ...['/administration/health', '/administration/configuration'],
];

async function assertFits(page, path) {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? `${scrollWidth} of ${clientWidth}` : '';
  });
  assert.equal(wide, '', `${path} is wider than the window`);
}

for (const [look, { context, settings = {} }] of Object.entries(LOOKS)) {
  journey(`every page, ${look}`, { context }, async (page) => {
    await page.goto(world.server.url);
    await composer(page).waitFor();
    await api(page, '/api/me', {
      method: 'PATCH',
      data: { settings: { theme: 'system', ...settings } },
    });
    const { id } = await api(page, '/api/conversations', { method: 'POST', data: {} });
    const data = { text: wish(30) };
    await api(page, `/api/conversations/${id}/messages`, { method: 'POST', data });
    for (const path of [`/c/${id}`, ...PAGES]) {
      await page.goto(world.server.url + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.locator('[role=status]:has-text("Loading")').waitFor({ state: 'detached' });
      await assertAccessible(page).catch((error) => {
        throw new Error(`${path}: ${error.message}`, { cause: error });
      });
      await assertFits(page, path);
    }
    await api(page, '/api/me', {
      method: 'PATCH',
      data: { settings: { theme: null, language: null } },
    });
  });
}

journey('the keyboard alone goes through a chat', {}, async (page) => {
  await namedChat(page, world.server.url, 'By keyboard');
  await composer(page).focus();
  await page.keyboard.type(wish(4));
  await page.keyboard.press('Enter');
  await replySays(page, counted(4));
  await replyEnds(page);
  const rate = button(page, 'Bad reply').last();
  await rate.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(
    await rate.evaluate((element) => element === document.activeElement),
    true,
    'the focus returns to what opened the dialog',
  );
});
