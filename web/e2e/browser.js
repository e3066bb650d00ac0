// The browser of the tests: Chromium as the system has it, or a stated reason to skip.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { builtPageExists, startFakeServer } from './fake-server.js';

const PLACES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const executablePath = [process.env.CHROMIUM, ...PLACES.map((name) => `/usr/bin/${name}`)].find(
  (path) => path && existsSync(path),
);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How long a step may take: never long, but other programs may use the machine meanwhile. */
export const PATIENCE = 40_000;

/** Where a real server runs, when the tests are pointed at one. */
export const REAL = process.env.CHATWRIGHT_URL;

/** Why there is no browser, or false. */
export const noBrowser = executablePath
  ? false
  : 'no Chromium here: apt-get install chromium, or set CHROMIUM to its path';
const NOT_BUILT = 'the page is not built: npm run build';
const CANNED = 'needs the canned server, and CHATWRIGHT_URL points at a real one';

let browser;

after(async () => browser?.close());

/** Launches Chromium once per process. */
export async function launch() {
  browser ??= await chromium.launch({
    executablePath,
    // Root, as in a container, may not use Chromium's sandbox.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  return browser;
}

/**
 * A test of the page in a browser. It fails on any error in the console, such as a breach of the
 * content security policy. `canned` replies cannot be had from a real server: such tests are skipped there;
 * `fake` ones are a stand-in for a reply that a real server may give in its own words.
 */
export function pageTest(
  name,
  { canned, fake, context = {}, path = '/', allowErrors = /^$/ },
  body,
) {
  const skip = reasonToSkip(canned !== undefined);
  test(name, { skip, timeout: 180_000 }, async () => {
    const server = REAL ? { url: REAL, close() {} } : await startFakeServer(canned ?? fake);
    const opened = await (await launch()).newContext({ serviceWorkers: 'block', ...context });
    opened.setDefaultTimeout(REAL ? 45_000 : PATIENCE);
    try {
      const page = await opened.newPage();
      const errors = collectErrors(page, allowErrors);
      await page.goto(server.url + (typeof path === 'function' ? path(server.chat) : path));
      await page.locator('#message').waitFor(); // in whichever language
      await body({ page, server, context: opened });
      assert.deepEqual(errors, [], 'errors in the console');
    } finally {
      await opened.close();
      await server.close();
    }
  });
}

/** Why a test of the page cannot run here, or false. */
export function reasonToSkip(needsCanned) {
  if (noBrowser) return noBrowser;
  if (REAL) return needsCanned ? CANNED : false;
  return builtPageExists ? false : NOT_BUILT;
}

/** Notes what the console of a page says is wrong. */
export function collectErrors(page, allowed, errors = []) {
  const note = (text) => {
    // A request that is refused on purpose is noted by the browser too.
    if (!/Failed to load resource/.test(text) && !allowed.test(text)) errors.push(text);
  };
  page.on('console', (message) => message.type() === 'error' && note(message.text()));
  page.on('pageerror', (error) => note(String(error)));
  return errors;
}

/** Fails unless axe finds nothing, best practices included. */
export async function assertAccessible(page) {
  // Through the debugger, which the content security policy does not hold.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`,
  );
  assert.deepEqual(found, [], 'axe violations');
}

export const composer = (page) => page.getByRole('textbox', { name: 'Message' });
export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const replies = (page) => page.locator('.reply');

/** Writes a message and sends it with the keyboard. */
export async function send(page, message) {
  await composer(page).fill(message);
  await composer(page).press('Enter');
}

/** Waits until the last reply is over. */
export async function replyEnds(page) {
  await page.locator('[role=log][aria-busy=false] .exchange:last-child .actions').last().waitFor();
  await button(page, 'Write the reply again').last().waitFor();
}

/** The text in a reply, not its echo for screen readers. */
export const said = (page, text) => page.locator('.reply').getByText(text);
