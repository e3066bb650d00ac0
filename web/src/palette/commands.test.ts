import { expect, it } from 'vitest';
import { found } from './commands';

const named = (name: string) => ({ key: name, name, kind: '', act: () => undefined });

it('finds names that hold every word, those that begin with it first', () => {
  const commands = ['Old bread', 'Bread and salt', 'Salt'].map(named);

  expect(found(commands, 'bread', 9).map(({ name }) => name)).toEqual([
    'Bread and salt',
    'Old bread',
  ]);
  expect(found(commands, 'salt bread', 9).map(({ name }) => name)).toEqual(['Bread and salt']);
  expect(found(commands, '', 2)).toHaveLength(2);
});
