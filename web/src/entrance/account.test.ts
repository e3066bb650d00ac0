import { expect, it } from 'vitest';
import { problemsOf, tokenIn } from './account';

const good = { name: 'Ada', email: 'ada@example.org', password: 'a long password' };

it('finds nothing wrong with a good account', () => {
  expect(problemsOf(good, 12)).toEqual({});
});

it.each([
  ['name', '  '],
  ['email', 'ada'],
  ['email', 'a da@example.org'],
  ['password', 'short'],
])('names the field %s when it is "%s"', (field, value) => {
  expect(Object.keys(problemsOf({ ...good, [field]: value }, 12))).toEqual([field]);
});

it('says how many characters a password lacks, as a person counts', () => {
  expect(problemsOf({ ...good, password: '🙂'.repeat(11) }, 12).password).toContain('1 more');
  expect(problemsOf({ ...good, password: '🙂'.repeat(12) }, 12)).toEqual({});
});

it.each([
  ['#abc-DEF_1.2~3', 'abc-DEF_1.2~3'],
  ['', ''],
  ['#', ''],
  ['#a b', ''],
  ['#<script>', ''],
])('the token in "%s" is "%s"', (hash, token) => {
  expect(tokenIn(hash)).toBe(token);
});
