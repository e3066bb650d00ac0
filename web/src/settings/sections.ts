import type { Me } from '../page/schemas';

export const SECTIONS = [
  'general',
  'model',
  'account',
  'sessions',
  'keys',
  'links',
  'data',
  'about',
] as const;
export type Section = (typeof SECTIONS)[number];

/** Returns the sections that this person has. Somebody alone on a machine has no account to look after. */
export function sectionsOf(me: Pick<Me, 'mode' | 'permissions'>): Section[] {
  return SECTIONS.filter((section) => {
    if (section === 'account' || section === 'sessions') return me.mode === 'team';
    if (section === 'keys') return me.permissions.includes('api');
    if (section === 'links') return me.permissions.includes('share');
    return true;
  });
}

/** Returns the section that a path names; the first when it names none that this person has. */
export function sectionIn(path: string, has: readonly Section[]): Section {
  return has.find((section) => path === `/settings/${section}`) ?? 'general';
}
