import { expect, it } from 'vitest';
import { isCommand } from './command';

it.each([
  ['mail', true],
  ['Ärzte-brief_2', true],
  ['', false],
  ['/mail', false],
  ['two words', false],
  ['a'.repeat(41), false],
])('"%s" is a command: %s', (typed, is) => {
  expect(isCommand(typed)).toBe(is);
});
