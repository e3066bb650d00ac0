import { expect, it } from 'vitest';
import { matching } from './filter';

const rows = ['Zoë Álvarez', 'Bo Li', 'Ada Lovelace'];

it.each([
  ['', rows],
  ['  ', rows],
  ['zoe', ['Zoë Álvarez']],
  ['LI', ['Bo Li']],
  ['love ada', ['Ada Lovelace']],
  ['ada zoe', []],
])('"%s" leaves %j', (wanted, left) => {
  expect(matching(rows, wanted, (row) => [row])).toEqual(left);
});
