import { expect, it } from 'vitest';
import { Action } from './action.svelte';
import { announcer } from './announcer.svelte';
import { ApiError } from '../api/failure';

const refuses = (param: string) => () =>
  Promise.reject(new ApiError({ kind: 'refused', detail: 'is taken', ...(param && { param }) }));

it('what is wrong with a field is told beside it, everything else above', async () => {
  const action = new Action(['email']);

  expect(await action.run(refuses('email'))).toBe(false);
  expect(action.beside.email).toContain('is taken');
  expect(action.problem).toBeUndefined();

  await action.run(refuses('token'));
  expect(action.beside).toEqual({});
  expect(action.problem?.detail).toBe('is taken');
});

it('says so when it is done, and forgets what was wrong before', async () => {
  const action = new Action();
  await action.run(refuses('email'));

  expect(await action.run(() => Promise.resolve(), 'Done.')).toBe(true);
  expect([action.problem, action.busy, announcer.message]).toEqual([undefined, false, 'Done.']);
});

it('is done once, however often it is asked for', async () => {
  const action = new Action();
  let done = 0;
  const work = () => Promise.resolve(done++);
  const both = await Promise.all([action.run(work), action.run(work)]);

  expect([done, both]).toEqual([1, [true, false]]);
});
