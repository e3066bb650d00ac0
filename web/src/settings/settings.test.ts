// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { DEFAULTS, keepSettings, parseMaxTokens, parseSettings, readSettings } from './settings';

it('what was kept comes back', () => {
  const chosen = { ...DEFAULTS, temperature: 1.1, systemPrompt: 'Be brief.', maxTokens: 99 };
  keepSettings(localStorage, chosen);

  expect(readSettings(localStorage)).toEqual(chosen);
});

it('no token limit is a choice too', () => {
  keepSettings(localStorage, { ...DEFAULTS, maxTokens: null });

  expect(readSettings(localStorage).maxTokens).toBeNull();
});

it.each([
  null,
  '',
  'nonsense',
  'null',
  '7',
  '{"temperature":"hot"}',
  '{"temperature":3}',
  '{"temperature":-1}',
  '{"maxTokens":0}',
  '{"maxTokens":1.5}',
  '{"theme":"pink"}',
  '{"systemPrompt":5}',
])('kept settings that make no sense are the defaults: %s', (json) => {
  expect(parseSettings(json)).toEqual(DEFAULTS);
});

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
