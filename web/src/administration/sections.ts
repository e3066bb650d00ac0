import type { Me } from '../page/schemas';

const SECTIONS = ['people', 'invitations', 'health', 'configuration'] as const;
export type AdministrationSection = (typeof SECTIONS)[number];

/** Returns the sections there are. Nobody else uses a machine on which somebody is alone. */
export function administrationSections(mode: Me['mode']): AdministrationSection[] {
  return mode === 'team' ? [...SECTIONS] : ['health', 'configuration'];
}

/** Returns the section that a path names; the first when it names none. */
export function administrationSectionIn(
  path: string,
  has: readonly AdministrationSection[],
): AdministrationSection {
  return has.find((section) => path === `/administration/${section}`) ?? has[0] ?? 'health';
}
