// A stand-in for the Chatwright server: serves the built page with the same headers, and
// the chat's API from memory.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FakeChat, MODEL } from './fake-chat.js';
import { headersAt } from './policies.js';

export { MODEL };
export const BUILT = fileURLToPath(
  new URL('../target/classes/META-INF/resources/', import.meta.url),
);
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export const READY = { status: 'ready', model: MODEL, contextLength: 2048 };
export const builtPageExists = existsSync(join(BUILT, 'index.html'));

/** Starts the server on a free port. `reply(writing)` writes each reply; `arrange(chat)` puts things there. */
export async function startFakeServer({ health = READY, reply = say('Hello.'), arrange } = {}) {
  const chat = new FakeChat((writing) => state.reply(writing));
  const state = { health, reply, chat };
  arrange?.(chat);
  const server = createServer(answering((request, response) => answer(state, request, response)));
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    chat,
    setHealth: (value) => (state.health = value),
    setReply: (value) => (state.reply = value),
    /** As if another build of the page had been put there. */
    setPage: (html) => (state.page = html),
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

/** What answers a request; one that its page left before it was all here needs no answer. */
export function answering(handle) {
  return async (request, response) => {
    try {
      await handle(request, response);
    } catch (failure) {
      if (request.complete) throw failure;
    }
  };
}

async function answer(state, request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/health') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(state.health));
  } else if (pathname.startsWith('/api/')) {
    await state.chat.answer(request, response, await bodyOf(request));
  } else sendFile(pathname, response, state.page);
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const json = request.headers['content-type'] === 'application/json';
  return json && parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString('utf8')) : undefined;
}

/** Sends a file of the built page; every page of the client is the same file. */
export function sendFile(pathname, response, page) {
  response.setHeaders(new Map(Object.entries(headersAt(pathname))));
  const path = join(BUILT, normalize(extname(pathname) === '' ? '/index.html' : pathname));
  const whole = path === join(BUILT, 'index.html') ? page : undefined;
  if (!path.startsWith(BUILT) || !existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
  response.end(whole ?? readFileSync(path));
}

/** A reply that comes whole, in pieces of a few characters. */
export function say(text, reason = 'stop') {
  return (writing) => {
    writing.write(...(text.match(/[\s\S]{1,6}/gu) ?? []));
    writing.finish(reason);
  };
}

/** A reply that says `text` and goes on no further by itself; the test gets hold of it. */
export function sayAndWait(text, onBegin = () => {}) {
  return (writing) => {
    writing.write(text);
    onBegin(writing);
  };
}
