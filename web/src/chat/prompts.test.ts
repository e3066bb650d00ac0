import { expect, it } from 'vitest';
import { fill, matching, variablesIn } from './prompts';

it('finds each variable once, with what stands in for it', () => {
  expect(variablesIn('{{a}} {{ b | x y }} {{a}} {{}} {c}')).toEqual([
    { name: 'a', fallback: '' },
    { name: 'b', fallback: ' x y ' },
  ]);
});

it('fills places in; what a value holds is not filled in again', () => {
  expect(fill('{{a}} and {{b|two}}', { a: '{{b}}' })).toBe('{{b}} and two');
});

it('puts commands that begin with what was typed first', () => {
  const prompts = [
    { command: 'repoem' },
    { command: 'poem' },
    { command: 'x', title: 'Poems' },
    { command: 'y' },
  ];

  expect(matching(prompts, 'PO').map(({ command }) => command)).toEqual(['poem', 'repoem', 'x']);
});
