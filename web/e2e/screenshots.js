// Takes pictures of the page: node e2e/screenshots.js FOLDER. With CHATWRIGHT_URL the replies are a real
// model's, and the pictures that need canned answers are left out.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, REAL, replyEnds, send } from './browser.js';
import { MODEL, READY, startFakeServer } from './fake-server.js';
import { MARKDOWN, SHORT } from './replies.js';

const DESK = { viewport: { width: 1180, height: 800 } };
const PHONE = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 1.5,
  hasTouch: true,
  isMobile: true,
};
const pulling = {
  status: 'pulling',
  model: MODEL,
  progress: { doneBytes: 41e6, totalBytes: 98_362_432 },
};

const CODE = 'Write a Python function that returns the square of a number.';
const LIST = 'Give me five tips for a good night of sleep.';

const pictures = [
  { name: 'chat-light', context: DESK, talk: LIST },
  { name: 'chat-dark', context: { ...DESK, colorScheme: 'dark' }, talk: CODE },
  { name: 'chat-phone', context: PHONE, talk: LIST, reply: SHORT },
  { name: 'welcome-light', context: DESK },
  { name: 'welcome-phone-dark', context: { ...PHONE, colorScheme: 'dark' } },
  { name: 'loading', context: DESK, health: pulling },
  { name: 'settings', context: DESK, settings: true },
  { name: 'failure', context: DESK, fails: true },
];

const folder = process.argv[2] ?? 'target/screenshots';
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const picture of pictures) {
  if (!REAL || !(picture.health || picture.fails)) await take(picture);
}
await browser.close();

async function take({ name, context, talk, reply = MARKDOWN, health = READY, settings, fails }) {
  const server = REAL
    ? { url: REAL, close() {} }
    : await startFakeServer({ health, reply: slowly(reply) });
  const page = await (await browser.newContext({ reducedMotion: 'reduce', ...context })).newPage();
  // A real model then says the same every time.
  await page.addInitScript(() =>
    localStorage.setItem('chatwright.settings', JSON.stringify({ temperature: 0 })),
  );
  await page.goto(server.url);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  if (talk) await talkOnce(page, talk);
  if (fails) {
    server.setReply((exchange) =>
      exchange.refuse(429, { message: 'four replies are already waiting' }, { 'retry-after': '5' }),
    );
    await send(page, 'Give me five names for a small bakery.');
    await page.getByRole('alert').waitFor();
  }
  if (settings) await page.getByRole('button', { name: 'Settings' }).click();
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
  await server.close();
}

async function talkOnce(page, message) {
  await send(page, message);
  await replyEnds(page);
  await page.mouse.move(5, 5);
}

/** The pace of a real reply, so that the figures under it look like those of one. */
function slowly(text) {
  return async (exchange) => {
    const pieces = text.match(/[\s\S]{1,6}/gu) ?? [];
    await new Promise((resolve) => setTimeout(resolve, 180));
    for (const piece of pieces) {
      exchange.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    exchange.finish(pieces.length);
  };
}
