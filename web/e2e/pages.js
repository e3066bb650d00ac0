// Tests of the pages beside the chat, each with a world of its own behind it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { assertAccessible, launch, PATIENCE } from './browser.js';
import { answerPages, aTeam } from './fake-pages.js';
import { answering, builtPageExists, sendFile } from './fake-server.js';

/** A test of the page at a path. It fails on any error in the console, such as a breach of the content policy. */
export function worldTest(name, { path, world = aTeam(), context = {}, heading = true }, body) {
  const skip = builtPageExists ? false : 'the page is not built: npm run build';
  test(name, { skip, timeout: 180_000 }, async () => {
    const server = await serve(world);
    const opened = await (
      await launch()
    ).newContext({
      ...{ reducedMotion: 'reduce', serviceWorkers: 'block' },
      ...context,
    });
    opened.setDefaultTimeout(PATIENCE);
    try {
      const page = await opened.newPage();
      const errors = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
          errors.push(message.text());
        }
      });
      await page.goto(server.url + path);
      if (heading) await page.getByRole('heading', { level: 1 }).waitFor();
      await body({ page, world, url: server.url, context: opened });
      assert.deepEqual(errors, [], 'errors in the console');
    } finally {
      await opened.close();
      await server.close();
    }
  });
}

const LOOKS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { viewport: { width: 320, height: 640 }, hasTouch: true },
  'right-to-left': {},
};

/** Tests that axe finds nothing and nothing is cut off: light, dark, on a phone of 320 pixels and right to left. */
export function looksRight(what, { path, world = () => aTeam(), prepare = async () => {} }) {
  for (const [look, context] of Object.entries(LOOKS)) {
    worldTest(`${what}, ${look}`, { path, world: world(), context }, async ({ page }) => {
      if (look === 'right-to-left')
        await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      await page.locator('[role=status]:has-text("Loading")').waitFor({ state: 'detached' });
      await prepare(page);
      await assertAccessible(page);
      await assertNothingCutOff(page);
    });
  }
}

async function assertNothingCutOff(page) {
  const wide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, dialog[open]')]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => `${element.tagName}: ${element.scrollWidth} of ${element.clientWidth}`),
  );
  assert.deepEqual(wide, [], 'wider than the page');
  const small = await page
    .locator('button:visible, a.button:visible, nav a:visible')
    .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 24).length);
  assert.equal(small, 0, 'targets less than 24 pixels high');
}

async function serve(world) {
  const server = createServer(
    answering(async (request, response) => {
      if (!(await answerPages(world, request, response))) rest(request, response);
    }),
  );
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

function rest(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname !== '/health') return sendFile(pathname, response);
  response.setHeader('content-type', 'application/json');
  response.end('{"status":"ready","model":"smollm2-135m-instruct"}');
}

/** What the page says to screen readers. */
export const spoken = (page, sentence) =>
  page.locator('[aria-live=polite]').filter({ hasText: sentence }).waitFor({ state: 'attached' });

/** Which element has the focus: its name, or else what it is. */
export const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element.getAttribute('aria-label') ?? element.textContent.trim() ?? element.tagName;
  });

/** Waits until something holds in the world. */
export async function until(holds) {
  for (const end = Date.now() + 10_000; !holds();) {
    assert.ok(Date.now() < end, 'it did not come to hold in ten seconds');
    await new Promise((later) => setTimeout(later, 20));
  }
}
