import { expect, it } from 'vitest';
import { bytes, duration, number, percent } from './numbers';

it.each([
  [0, '0 byte'],
  [999, '999 byte'],
  [1000, '1 kB'],
  [98_362_432, '98.4 MB'],
  [2_500_000_000, '2.5 GB'],
])('writes %i bytes', (value, words) => {
  expect(bytes(value)).toBe(words);
});

it.each([
  [0.184, '0.18 sec'],
  [4.26, '4.3 sec'],
  [61.4, '61 sec'],
  [600, '10 min'],
])('writes %d seconds', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

it('writes numbers and shares', () => {
  expect(number(1234.56, 1)).toBe('1,234.6');
  expect(percent(0.256)).toBe('26%');
});
