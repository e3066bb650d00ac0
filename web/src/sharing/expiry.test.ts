import { expect, it } from 'vitest';
import { expiryDays } from './expiry';

it.each([
  [0, [1]],
  [1, [1]],
  [10, [1, 7, 10]],
  [30, [1, 7, 30]],
  [1000, [1, 7, 30, 90, 365]],
])('when %i days are the most, a link may end after %j', (most, days) => {
  expect(expiryDays(most)).toEqual(days);
});
