import { expect, it } from 'vitest';
import { sectionIn, sectionsOf } from './sections';

it('somebody alone has neither an account nor sessions to look after', () => {
  const alone = sectionsOf({ mode: 'alone', permissions: ['api', 'share'] });

  expect(alone).toEqual(['general', 'model', 'keys', 'links', 'data', 'about']);
});

it('keys and links are there only for those who may make them', () => {
  expect(sectionsOf({ mode: 'team', permissions: ['chat'] })).toEqual([
    ...['general', 'model', 'account', 'sessions', 'data', 'about'],
  ]);
});

it.each([
  ['/settings', 'general'],
  ['/settings/data', 'data'],
  ['/settings/sessions', 'general'],
  ['/settings/nonsense', 'general'],
])('%s opens %s', (path, section) => {
  expect(sectionIn(path, ['general', 'data'])).toBe(section);
});
