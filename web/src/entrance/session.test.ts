import { expect, it } from 'vitest';
import { session } from './session.svelte';

it('one dialog serves every request that noticed', async () => {
  const both = Promise.all([session.renew(), session.renew()]);
  expect(session.ended).toBe(true);
  session.settle(true);

  expect(await both).toEqual([true, true]);
  expect(session.ended).toBe(false);
});

it('a dialog that is turned away lets the requests fail', async () => {
  const waiting = session.renew();
  session.settle(false);

  expect(await waiting).toBe(false);
});
