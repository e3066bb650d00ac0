import { expect, it } from 'vitest';
import { pageAt } from './pages';

it.each(['/', '', '/c/0190', '/constructor', '/settingsx', '/__proto__'])(
  '%s belongs to the chat',
  (path) => {
    expect(pageAt(path)).toBeUndefined();
  },
);

it.each([
  ['/settings', 'settings', undefined],
  ['/settings/keys', 'settings', 'keys'],
  ['/personas/new', 'personas', 'new'],
  ['/models/', 'models', undefined],
])('%s is the page %s with detail %s', (path, name, detail) => {
  expect(pageAt(path)).toMatchObject({ name, detail, signedIn: true });
});

it('only the doors are open to those who are not signed in', () => {
  expect(
    ['sign-in', 'setup', 'join', 'new-password'].map((name) => pageAt(`/${name}`)?.signedIn),
  ).toEqual([...[false, false, false, false]]);
  expect(pageAt('/shared')?.signedIn).toBe(true);
  expect(pageAt('/administration')?.needs).toBe('administer');
});
