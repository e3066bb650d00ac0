import { expect, it } from 'vitest';
import { longDuration, relativeTime } from './times';

const NOW = Date.UTC(2026, 10, 26);
const DAY = 86_400_000;

it.each([
  [0, 'now'],
  [-59_000, 'now'],
  [-60_000, '1 minute ago'],
  [-3 * 3_600_000, '3 hours ago'],
  [-DAY, 'yesterday'],
  [6.9 * DAY, 'in 7 days'],
  [-70 * DAY, '2 months ago'],
  [-800 * DAY, '2 years ago'],
])('%d ms from now is %s', (millis, words) => {
  expect(relativeTime(NOW + millis, NOW)).toBe(words);
});

it.each([
  [5, '0 min'],
  [3_700, '1 hr 1 min'],
  [273_600, '3 days 4 hr'],
])('%d seconds are %s', (seconds, words) => {
  expect(longDuration(seconds)).toBe(words);
});
