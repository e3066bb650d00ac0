import { expect, it } from 'vitest';
import { Resource } from './resource.svelte';

it('keeps what is here when asking again fails', async () => {
  let works = true;
  const resource = new Resource(() =>
    works ? Promise.resolve('first') : Promise.reject(new Error('no')),
  );
  await resource.load();
  works = false;
  await resource.load();

  expect(resource.value).toBe('first');
  expect(resource.error).toBeInstanceOf(Error);
});

it('a late answer to an old question is not taken', async () => {
  const answers: ((value: string) => void)[] = [];
  const resource = new Resource(() => new Promise<string>((answer) => answers.push(answer)));
  const [old, fresh] = [resource.load(), resource.load()];
  answers[1]?.('new');
  await fresh;
  answers[0]?.('old');
  await old;

  expect(resource.value).toBe('new');
});
