import { expect, it } from 'vitest';
import { csvOf } from './csv';

it.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=cmd|calc', "'=cmd|calc"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['=A1,"x"', '"\'=A1,""x"""'],
])('the cell %j is written %j', (value, written) => {
  expect(csvOf([[value, 'z']])).toBe(`${written},z\r\n`);
});
