// A stand-in for the Chatwright server: serves the built page with the same content security policy and
// plays canned replies. What it does with a request is decided by the test, never by a clock.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BUILT = fileURLToPath(
  new URL('../target/classes/META-INF/resources/', import.meta.url),
);
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What the real server tells browsers. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export const MODEL = 'smollm2-135m-instruct';
export const READY = { status: 'ready', model: MODEL, contextLength: 2048 };
export const builtPageExists = existsSync(join(BUILT, 'index.html'));

/** Starts the server on a free port. `reply(request, exchange)` answers a chat request. */
export async function startFakeServer({ health = READY, reply = say('Hello.') } = {}) {
  const state = { health, reply, requests: [] };
  const server = createServer((request, response) => void answer(state, request, response));
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** The bodies of the chat requests so far. */
    requests: state.requests,
    setHealth: (value) => (state.health = value),
    setReply: (value) => (state.reply = value),
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

async function answer(state, request, response) {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/health') json(response, 200, state.health);
  else if (pathname === '/v1/chat/completions') await chat(state, request, response);
  else file(pathname, response);
}

async function chat(state, request, response) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
  state.requests.push({ ...body, origin: request.headers.origin });
  await state.reply(new Exchange(body, request.headers, response));
}

function file(pathname, response) {
  const path = join(BUILT, normalize(pathname === '/' ? '/index.html' : pathname));
  if (!path.startsWith(BUILT) || !existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
  response.end(readFileSync(path));
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** One chat request and the means to answer it. */
class Exchange {
  constructor(body, headers, response) {
    this.body = body;
    this.headers = headers;
    this.response = response;
    this.closed = new Promise((closed) => response.on('close', closed));
  }

  /** Sends pieces of text as chunks of the stream. */
  write(...pieces) {
    if (!this.response.headersSent) {
      this.response.writeHead(200, { 'content-type': 'text/event-stream' });
    }
    for (const content of pieces) this.#chunk({ choices: [{ index: 0, delta: { content } }] });
  }

  /** Ends the stream as a server does. */
  finish(completionTokens, reason = 'stop', promptTokens = 40) {
    this.#chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
    this.#chunk({
      choices: [],
      usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens },
    });
    this.response.end('data: [DONE]\n\n');
  }

  refuse(status, error, headers) {
    json(this.response, status, { error }, headers);
  }

  /** Cuts the connection. */
  drop() {
    this.response.destroy();
  }

  #chunk(chunk) {
    const whole = { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: MODEL, ...chunk };
    this.response.write(`data: ${JSON.stringify(whole)}\n\n`);
  }
}

/** A reply that comes whole, in pieces of a few characters. */
export function say(text, reason = 'stop') {
  return (exchange) => {
    const pieces = text.match(/[\s\S]{1,6}/gu) ?? [];
    exchange.write(...pieces);
    exchange.finish(pieces.length, reason);
  };
}

/** A reply that says `text` and then stays open until the client leaves. */
export function sayAndWait(text, onLeave = () => {}) {
  return async (exchange) => {
    exchange.write(text);
    await exchange.closed;
    onLeave();
  };
}
