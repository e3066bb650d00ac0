import { expect, it } from 'vitest';
import type { Persona } from '../page/schemas';
import { bodyOf, draftOf, wrongIn } from './draft';

const persona: Persona = {
  id: 'p',
  version: 3,
  own: true,
  name: 'Editor',
  system_prompt: 'Edit.',
  suggestions: ['Shorten', 'Polish'],
  temperature: 0,
  max_tokens: 200,
  for_team: true,
  created_at: 1,
};

it('what is edited and not changed is sent as it was', () => {
  expect(bodyOf(draftOf(persona))).toEqual({
    name: 'Editor',
    system_prompt: 'Edit.',
    suggestions: ['Shorten', 'Polish'],
    temperature: 0,
    max_tokens: 200,
    for_team: true,
  });
});

it('a new persona with only a name sends only that', () => {
  expect(bodyOf({ ...draftOf(), name: ' Editor ' })).toEqual({ name: 'Editor', for_team: false });
});

it('gaps among the suggestions close', () => {
  const draft = { ...draftOf(persona), suggestions: ['', 'One', ' ', 'Two'] };

  expect(bodyOf(draft).suggestions).toEqual(['One', 'Two']);
});

it.each([
  ['temperature', '2.1', false],
  ['temperature', '0,7', true],
  ['temperature', 'hot', false],
  ['topP', '1.01', false],
  ['topP', '0.9', true],
  ['maxTokens', '0', false],
  ['maxTokens', '1.5', false],
  ['maxTokens', '64', true],
  ['name', ' ', false],
] as const)('the field %s typed as "%s" is right: %s', (field, typed, right) => {
  expect(wrongIn({ ...draftOf(persona), [field]: typed })).toEqual(right ? [] : [field]);
});
