import { expect, it } from 'vitest';
import { piecesOf } from './marks';

it('cuts an excerpt at the hits', () => {
  expect(
    piecesOf('bake the bread', [
      [0, 4],
      [9, 14],
    ]),
  ).toEqual([
    { text: 'bake', hit: true },
    { text: ' the ', hit: false },
    { text: 'bread', hit: true },
  ]);
});

it.each([[[[5, 2]]], [[[0, 99]]], [[[-1, 2]]], [[[]]]])('passes over ranges like %o', (ranges) => {
  expect(
    piecesOf('bread', ranges)
      .map((piece) => piece.text)
      .join(''),
  ).toBe('bread');
});
