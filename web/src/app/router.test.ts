// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { placeAt, router } from './router.svelte';

const at = (pathname: string, hash = '') => placeAt({ pathname, hash });

it.each([
  ['/', 'chat'],
  ['/c/0190-ab', 'chat'],
  ['/temporary', 'temporary'],
  ['/archive', 'archive'],
  ['/trash', 'trash'],
  ['/settings/keys', 'beside'],
  ['/join', 'beside'],
  ['/nowhere', 'unknown'],
  ['/c/', 'unknown'],
  ['/api/export', 'unknown'],
])('%s is %s', (path, page) => {
  expect(at(path).page).toBe(page);
});

it('the conversation and the message are in the address', () => {
  expect(at('/c/one', '#two')).toMatchObject({ conversation: 'one', fragment: 'two' });
});

it('going somewhere and back is noticed', () => {
  router.go('/c/x');
  expect(router.place.conversation).toBe('x');
  router.go('/trash', { replace: true });

  expect(router.place.page).toBe('trash');
});
