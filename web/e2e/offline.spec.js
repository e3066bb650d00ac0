// The page is there without a server: installed, kept by a worker, and never an old one with a server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertAccessible, button, composer, pageTest, said, send } from './browser.js';
import { BUILT } from './fake-server.js';

/** What Chromium writes when it asks in vain. */
const allowErrors = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|Failed to fetch/;
const INSTALLABLE = { canned: {}, context: { serviceWorkers: 'allow' }, allowErrors };

/** Waits until the worker has all it keeps and answers for the page. */
const kept = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((taken) =>
      navigator.serviceWorker.addEventListener('controllerchange', taken, { once: true }),
    );
  });

/** Every address in the caches of the page. */
const inCaches = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    );
    return all.flat().map((url) => new URL(url).pathname);
  });

pageTest('the page can be installed', INSTALLABLE, async ({ page, context }) => {
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  const { errors } = await session.send('Page.getAppManifest');

  // A window of a test is never the installed page itself.
  const found = installabilityErrors.map(({ errorId }) => errorId);
  assert.deepEqual(
    found.filter((id) => id !== 'in-incognito'),
    [],
  );
  assert.deepEqual(errors, []);
});

pageTest(
  'what is kept is the page and nothing of anybody',
  INSTALLABLE,
  async ({ page, server }) => {
    await kept(page);
    await page.goto(`${server.url}/c/${server.chat.add({ turns: ['private', 'words'] })}`);
    await page.getByText('words', { exact: true }).waitFor();
    const paths = await inCaches(page);

    assert.ok(paths.includes('/'), 'the page is not kept');
    assert.deepEqual(
      paths.filter((path) => !/^\/($|favicon\.svg$|assets\/)/.test(path)),
      [],
    );
  },
);

pageTest('with a server the page is the one of now', INSTALLABLE, async ({ page, server }) => {
  await kept(page);
  const page2 = readFileSync(`${BUILT}index.html`, 'utf8').replace('<title>', '<title>New ');
  server.setPage(page2);
  const answer = await page.goto(server.url);

  assert.equal(answer.fromServiceWorker(), true);
  assert.match(await answer.text(), /<title>New /);
  await composer(page).waitFor();
});

pageTest(
  'without a network the page is there, says so, and keeps what is written',
  INSTALLABLE,
  async ({ page, context }) => {
    await kept(page);
    await composer(page).fill('Half a thought');
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'You are offline' }).waitFor();
    assert.equal(await composer(page).inputValue(), 'Half a thought');
    await assertAccessible(page);
    await composer(page).fill('A whole thought');
    await page.goto(new URL('/settings', page.url()).href);
    await page.getByRole('heading', { name: 'You are offline' }).waitFor();
    await page.goBack();
    await context.setOffline(false);

    await button(page, 'Send').waitFor();
    assert.equal(await composer(page).inputValue(), 'A whole thought');
  },
);

pageTest(
  'messages sent without a network wait for it over a reload and go in their order',
  INSTALLABLE,
  async ({ page, server, context }) => {
    await kept(page);
    await send(page, 'Zero');
    await said(page, 'Hello.').waitFor();
    await context.setOffline(true);
    await send(page, 'One');
    await page.getByText('Not sent. It goes by itself').waitFor();
    await page.locator('#model-state', { hasText: 'You are offline' }).waitFor();
    await send(page, 'Two');
    await page.reload();
    await page.getByText('Sent as soon as the server answers').waitFor();
    assert.deepEqual(await page.locator('li').allInnerTexts(), ['One', 'Two']);
    await context.setOffline(false);
    await said(page, 'Hello.').nth(2).waitFor();

    const asked = [...server.chat.messages.values()].filter(({ role }) => role === 'user');
    assert.deepEqual(
      asked.map(({ text }) => text),
      ['Zero', 'One', 'Two'],
    );
    const roleAbove = (message) => server.chat.messages.get(message.parent_id)?.role;
    assert.deepEqual(asked.map(roleAbove), [undefined, 'assistant', 'assistant']);
  },
);

pageTest(
  'a server that stops and comes back is noticed without a click',
  { canned: {}, allowErrors },
  async ({ page, server, context }) => {
    await context.setOffline(true);
    await send(page, 'Are you there?');
    await page.getByText('Not sent. It goes by itself').waitFor();
    await context.setOffline(false);

    await said(page, 'Hello.').waitFor();
    assert.equal(server.chat.messages.size, 2);
    assert.equal(await page.locator('.bubble').count(), 1);
  },
);

pageTest('what the server refused waits for a click', { canned: {} }, async ({ page, server }) => {
  server.chat.refuse = (what) =>
    /^POST .*messages$/.test(what) ? [507, { code: 'disk_full', message: 'no room' }] : undefined;
  await send(page, 'Keep this');
  await page.getByText('The disk of the server is full.').waitFor();
  server.chat.refuse = () => undefined;
  server.setHealth({ status: 'unreachable' });
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('#model-state').waitFor();
  server.setHealth({ status: 'ready', model: 'm', contextLength: 2048 });
  await page.locator('#model-state').waitFor({ state: 'detached' });

  await page.getByText('The disk of the server is full.').waitFor();
  const sent = server.chat.asked.filter(({ what }) => /^POST .*messages$/.test(what));
  assert.equal(sent.length, 1);
});

pageTest(
  'a page that cannot be fetched says so, and can be tried again',
  { canned: {}, allowErrors: /ERR_FAILED/ },
  async ({ page, server }) => {
    await composer(page).waitFor();
    const part = '**/assets/TrashPage*';
    await page.route(part, (route) => route.abort());
    await page.goto(`${server.url}/trash`);
    await page.getByText('This page could not be fetched.').waitFor();
    await page.unroute(part);
    await button(page, 'Try again').click();
    await page.getByRole('heading', { level: 1, name: 'Trash' }).waitFor();
  },
);
