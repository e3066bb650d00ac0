import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WatchedModels } from './watching.svelte';

let states: string[] = [];
let asked = 0;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('fetch', () => {
    asked++;
    const state = states.shift() ?? 'ready';
    return Promise.resolve(Response.json({ models: [{ id: 'm', state }], known: [] }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('asks again while a model is fetched or loaded, and not after', async () => {
  states = ['pulling', 'loading', 'ready'];
  const watched = new WatchedModels();
  await watched.load();
  await vi.advanceTimersByTimeAsync(10_000);

  expect(asked).toBe(3);
  expect(watched.moving).toBe(false);
});

it('asks no more when the page is left', async () => {
  states = Array<string>(5).fill('pulling');
  const watched = new WatchedModels();
  await watched.load();
  watched.stop();
  await vi.advanceTimersByTimeAsync(10_000);

  expect(asked).toBe(1);
});
