import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenSessionEnds } from '../api/client';
import { ApiError } from '../api/failure';
import { ask } from './ask';

const real = globalThis.fetch;
let status = 200;
let answer = '{}';
let headers: Record<string, string> = {};
let seen: { request: IncomingMessage; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    seen.push({ request, body });
    response.writeHead(status, headers).end(answer);
  });
});

beforeEach(async () => {
  [status, answer, headers, seen] = [200, '{}', {}, []];
  whenSessionEnds(() => Promise.resolve(false));
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', () => started()));
  const { port } = server.address() as { port: number };
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  globalThis.fetch = (path, init) => real(`http://127.0.0.1:${port}${String(path)}`, init);
});

afterEach(async () => {
  globalThis.fetch = real;
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

it('sends JSON and returns what came', async () => {
  answer = '{"name":"Ada"}';

  expect(await ask('POST', '/api/x', { a: 1 })).toEqual({ name: 'Ada' });
  expect(seen[0]?.body).toBe('{"a":1}');
  expect(seen[0]?.request.headers['content-type']).toBe('application/json');
});

it('sends a file as it is', async () => {
  await ask('POST', '/api/imports', new Blob(['[]']));

  expect(seen[0]?.body).toBe('[]');
  expect(seen[0]?.request.headers['content-type']).toBe('application/octet-stream');
});

it('an answer without a body is nothing', async () => {
  [status, answer] = [204, ''];

  expect(await ask('DELETE', '/api/x')).toBeUndefined();
});

it('a refusal carries the sentence, the field and the wait', async () => {
  [status, answer] = [429, '{"error":{"message":"slowly","param":"email","code":"throttled"}}'];
  headers = { 'retry-after': '12' };

  const refused = await ask('POST', '/api/sign-in', {}).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect((refused as ApiError).failure).toEqual({
    ...{ kind: 'busy', detail: 'slowly', code: 'throttled' },
    ...{ param: 'email', retryAfterSeconds: 12 },
  });
});

it('a session that ended is renewed, and the request sent again', async () => {
  status = 401;
  whenSessionEnds(() => {
    status = 200;
    return Promise.resolve(true);
  });

  expect(await ask('PATCH', '/api/me', { name: 'Ada' })).toEqual({});
  expect(seen.map(({ body }) => body)).toEqual(['{"name":"Ada"}', '{"name":"Ada"}']);
});

it('a wrong password at the door is no ended session', async () => {
  status = 401;
  whenSessionEnds(() => Promise.reject(new Error('asked')));

  await expect(ask('POST', '/api/sign-in', {})).rejects.toMatchObject({
    failure: { kind: 'signedOut' },
  });
});

it('no answer is a failure of the network', async () => {
  globalThis.fetch = () => Promise.reject(new TypeError('refused'));

  await expect(ask('GET', '/api/me')).rejects.toMatchObject({ failure: { kind: 'network' } });
});
