import { afterEach, expect, it, vi } from 'vitest';
import { Importing } from './importing.svelte';

const state = (fields: object) => ({
  id: 'i',
  state: 'running',
  read_bytes: 0,
  total_bytes: 10,
  imported: 0,
  broken: [],
  notes: [],
  ...fields,
});

/** Plays these answers, one for each request; `undefined` is a lost connection. */
function play(...answers: (object | undefined)[]) {
  const asked: string[] = [];
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push(`${String(init.method)} ${path}`);
    const answer = answers.shift();
    return answer ? Promise.resolve(Response.json(answer)) : Promise.reject(new TypeError('lost'));
  });
  return asked;
}

afterEach(() => void vi.unstubAllGlobals());
const atOnce = () => Promise.resolve();

it('follows an import to its end, over a lost connection', async () => {
  const asked = play(state({}), undefined, state({ read_bytes: 5 }), state({ state: 'done' }));
  const importing = new Importing(atOnce);
  await importing.take(new Blob(['[]']));

  expect(importing.progress?.state).toBe('done');
  expect(importing.problem).toBeUndefined();
  expect(asked).toEqual(['POST /api/imports', ...Array(3).fill('GET /api/imports/i')]);
});

it('a file that cannot be sent is explained, and another can be tried', async () => {
  play(undefined, state({ state: 'done', imported: 2 }));
  const importing = new Importing(atOnce);
  await importing.take(new Blob(['[]']));
  expect(importing.problem?.what).toMatch(/\S/);
  expect(importing.running).toBe(false);

  await importing.take(new Blob(['[]']));
  expect([importing.problem, importing.progress?.imported]).toEqual([undefined, 2]);
});
