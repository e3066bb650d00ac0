import { expect, it } from 'vitest';
import { shownRows } from './window';

it('shows short lists whole', () => {
  expect(shownRows(200, 0, 500, 36)).toEqual({ from: 0, to: 200 });
});

it('shows of long lists what is in sight and a little more', () => {
  expect(shownRows(10_000, 36_000, 720, 36)).toEqual({ from: 988, to: 1032 });
});

it('stays within a list that became shorter', () => {
  expect(shownRows(300, 360_000, 720, 36)).toEqual({ from: 300, to: 300 });
});
