// Takes pictures of the page with the real server: node e2e/screenshots.js FOLDER. With CHATWRIGHT_URL it is a
// server that runs already, with a home of its own and a real model; else one with the canned model.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { button, composer, launch, replyEnds, send } from './browser.js';
import { RealServer } from './real-server.js';
import { sampleChats } from './sample-chats.js';

const DESK = { viewport: { width: 1180, height: 800 } };
const DARK = { ...DESK, colorScheme: 'dark' };
const PHONE = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 1.5,
  hasTouch: true,
  isMobile: true,
};
const TIPS = 'Give me three tips for a good night of sleep.';

const pictures = [
  { name: 'chat-light', context: DESK, chat: 'Bread for Saturday', show: showsDiagram },
  { name: 'chat-dark', context: DARK, chat: 'Readings as a record', show: showsColours },
  { name: 'chat-phone', context: PHONE, show: (page) => talk(page, TIPS) },
  { name: 'compare-light', context: DESK, show: compare },
  { name: 'feedback-dark', context: DARK, chat: 'Readings as a record', show: correct },
  { name: 'models-light', context: DESK, path: '/models' },
  { name: 'configuration-dark', context: DARK, path: '/administration/configuration' },
  { name: 'welcome-phone-dark', context: { ...PHONE, colorScheme: 'dark' } },
  {
    ...{ name: 'arabic-light', context: { ...DESK, locale: 'ar' } },
    ...{ chat: 'Bread for Saturday', show: showsDiagram },
  },
];

const folder = process.argv[2] ?? 'target/screenshots';
mkdirSync(folder, { recursive: true });
const own = process.env.CHATWRIGHT_URL ? undefined : await new RealServer().start();
const url = process.env.CHATWRIGHT_URL ?? own.url;
const browser = await launch();
try {
  const chats = await imported();
  for (const picture of pictures) await take(picture, chats);
} finally {
  await browser.close();
  await own?.close();
}

/** Imports the sample chats; returns their paths by their titles. */
async function imported() {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(sampleChats());
  let report = await (await fetch(`${url}/api/imports`, { method: 'POST', headers, body })).json();
  while (report.state === 'running') {
    report = await (await fetch(`${url}/api/imports/${report.id}`)).json();
  }
  const { conversations } = await (await fetch(`${url}/api/conversations`)).json();
  return new Map(conversations.map(({ id, title }) => [title, `/c/${id}`]));
}

async function take({ name, context, chat, path = '/', show }, paths) {
  const page = await (
    await browser.newContext({ reducedMotion: 'reduce', locale: 'en', ...context })
  ).newPage();
  await page.goto(url + (chat ? paths.get(chat) : path));
  await page.getByRole('heading', { level: 1 }).or(composer(page)).first().waitFor();
  if (chat) {
    await page.locator('.reply .markdown').first().waitFor();
    await page.locator('nav a[href^="/c/"]').first().waitFor();
  }
  await page.evaluate(() => document.fonts.ready);
  await show?.(page);
  await page.mouse.move(5, 5);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}

async function showsDiagram(page) {
  const diagram = page.locator('.diagram img').last();
  await diagram.waitFor();
  await diagram.scrollIntoViewIfNeeded();
}

async function showsColours(page) {
  await page.locator('.code code span').first().waitFor();
}

async function talk(page, message) {
  await send(page, message);
  await replyEnds(page);
}

async function compare(page) {
  await composer(page).fill(TIPS);
  await button(page, 'Compare two replies').click();
  await button(page, 'Send').click();
  // The vote is asked for when both are written.
  await page.getByRole('button', { name: 'B', exact: true }).waitFor({ timeout: 120_000 });
}

async function correct(page) {
  await button(page, 'Bad reply').last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Write what the reply should have been').check();
  await dialog.getByLabel('The right reply').fill('Use a class where the unit may change later.');
}
