import { expect, it } from 'vitest';
import { fillIn, variablesIn } from './variables';

it('finds each variable once, with the default wherever it stands', () => {
  expect(variablesIn('{{who}} and {{ who |you}}: {{naïve_1}} {{two words| a b }}')).toEqual([
    { name: 'who', fallback: 'you' },
    { name: 'naïve_1', fallback: '' },
    { name: 'two words', fallback: ' a b ' },
  ]);
});

it.each(['{who}', '{{}}', '{{|x}}', '{{ }}', '{{a{b}}', '{{a}', 'no'])(
  '"%s" holds none',
  (text) => {
    expect(variablesIn(text)).toEqual([]);
    expect(fillIn(text, {})).toBe(text);
  },
);

it('fills in values and defaults everywhere', () => {
  const prompt = 'Dear {{name|friend}}, {{name}} of {{town|Bath}}.';

  expect(fillIn(prompt, { name: 'Ada' })).toBe('Dear Ada, Ada of Bath.');
  expect(fillIn(prompt, {})).toBe('Dear friend, friend of Bath.');
});

it('a value is only text', () => {
  expect(fillIn('{{a}} {{b|x}}', { a: '{{b}} $& $1' })).toBe('{{b}} $& $1 x');
  expect(fillIn('{{constructor}}', {})).toBe('');
});

it('a hostile prompt is read in no time', () => {
  const start = performance.now();
  variablesIn('{{' + ' '.repeat(10_000) + 'a'.repeat(10_000));

  expect(performance.now() - start).toBeLessThan(1000);
});
