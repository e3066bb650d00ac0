import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Wait } from './wait.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells how long once, counts down, and says when to try again', () => {
  const wait = new Wait();
  wait.start(3);
  const first = wait.sentence;
  expect(first).toContain('3 sec');

  vi.advanceTimersByTime(2000);
  expect([wait.seconds, wait.sentence]).toEqual([1, first]);

  vi.advanceTimersByTime(1000);
  expect(wait.seconds).toBe(0);
  expect(wait.sentence).not.toBe(first);
});

it('a server that names no time is given half a minute', () => {
  const wait = new Wait();
  wait.start(undefined);

  expect(wait.seconds).toBe(30);
});
