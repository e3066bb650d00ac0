// Whole journeys of a person through the page, with the real server behind it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  collectErrors,
  composer,
  launch,
  noBrowser,
  PATIENCE,
  replyEnds,
  send,
} from './browser.js';
import { builtPageExists } from './fake-server.js';
import { programExists, RealServer, wish } from './real-server.js';

const NOT_BUILT = 'the program is not built: ./check, or mvn -pl cli -am package';
const skip = noBrowser || (programExists && builtPageExists ? false : NOT_BUILT);

/** Gives the tests of a file one server; returns what holds it. */
export function journeys(config = '') {
  const world = { server: undefined };
  if (skip) return world;
  before(async () => {
    world.server = await new RealServer(undefined, config).start();
  });
  after(async () => world.server?.close());
  return world;
}

/** A journey in a browser of its own. It fails on any error in the console but those that are allowed. */
export function journey(name, { context = {}, allowErrors = /^$/ } = {}, body) {
  test(name, { skip, timeout: 300_000 }, async () => {
    const opened = [];
    const errors = [];
    const visit = async (more = {}) => {
      const person = await (await launch()).newContext({ locale: 'en', ...context, ...more });
      person.setDefaultTimeout(PATIENCE);
      opened.push(person);
      person.on('page', (page) => collectErrors(page, allowErrors, errors));
      return person.newPage();
    };
    try {
      await body(await visit(), visit);
      assert.deepEqual(errors, [], 'errors in the console');
    } finally {
      await Promise.all(opened.map((person) => person.close()));
    }
  });
}

/** Opens a new chat. */
export async function newChat(page, url) {
  await page.goto(url);
  await composer(page).waitFor();
}

/** The reply of a `wish`, whole. */
export const counted = (words) => Array.from({ length: words }, (_, i) => `wörd${i}`).join(' ');

/** The reply that is shown last. */
export const lastReply = (page) => page.locator('.reply').last().locator('.markdown');

/** Waits until the last reply says exactly this. */
export async function replySays(page, text) {
  await page
    .locator('.exchange:last-child .reply .markdown')
    .filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) })
    .last()
    .waitFor();
}

export const conversationOf = (page) => new URL(page.url()).pathname.split('/')[2];

export const inList = (page, title) =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: title });

/** What the page says was done, with the way back. */
export const told = (page, what) => page.locator('.toast').getByText(what).waitFor();

/** Asks the server as the person of the page does; returns the answer, which is none for "no content". */
export async function api(page, path, { method = 'GET', data } = {}) {
  const answer = await page.evaluate(
    async ([path, method, data]) => {
      const response = await fetch(path, {
        method,
        ...(data && { body: data, headers: { 'content-type': 'application/json' } }),
      });
      return { status: response.status, body: await response.text() };
    },
    [path, method, data && JSON.stringify(data)],
  );
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body}`);
  return answer.body ? JSON.parse(answer.body) : undefined;
}

/** Makes a chat of one exchange with a title by which a journey finds it; returns its id. */
export async function namedChat(page, url, title, question = wish(3)) {
  await newChat(page, url);
  await send(page, question);
  await replyEnds(page);
  const id = conversationOf(page);
  await api(page, `/api/conversations/${id}`, { method: 'PATCH', data: { title } });
  await inList(page, title).waitFor();
  return id;
}

/** Opens what a person may do with a conversation of the list. */
export async function menuOf(page, title) {
  const menu = page.getByRole('menu');
  for (let tries = 0; tries < 5 && !(await menu.isVisible()); tries++) {
    await inList(page, title).press('Shift+F10'); // lost where the list is just drawn anew
    await menu.waitFor({ timeout: 5_000 }).catch(() => {});
  }
  await menu.waitFor();
  return { choose: (name) => menu.getByRole('menuitem', { name, exact: true }).click() };
}
