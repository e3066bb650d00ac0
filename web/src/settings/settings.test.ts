import { expect, it } from 'vitest';
import { parseMaxTokens } from './settings';

it.each([
  ['', null],
  [' 64 ', 64],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['1000001', undefined],
  ['many', undefined],
])('the token limit typed as "%s" is %s', (typed, limit) => {
  expect(parseMaxTokens(typed)).toBe(limit);
});
