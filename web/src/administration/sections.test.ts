import { expect, it } from 'vitest';
import { administrationSectionIn, administrationSections } from './sections';

it.each([
  ['team', '/administration', 'people'],
  ['team', '/administration/health', 'health'],
  ['alone', '/administration/people', 'health'],
  ['alone', '/administration/configuration', 'configuration'],
] as const)('in mode %s, %s opens %s', (mode, path, section) => {
  expect(administrationSectionIn(path, administrationSections(mode))).toBe(section);
});
