import { en } from './en';
import type { pages } from './en.pages';

/** The shape that every language's catalogue has. */
export type Catalogue = typeof en & typeof pages;

/** A language of the page: its tag, its own name, the way it runs, and where its sentences are. */
export interface Language {
  readonly tag: string;
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** Fetches the sentences. */
  readonly load: () => Promise<Catalogue>;
}

export const ENGLISH: Language = {
  tag: 'en',
  name: 'English',
  dir: 'ltr',
  load: async () => ({ ...en, ...(await import('./en.pages')).pages }),
};

/** The languages of the page, in the order in which they are offered. */
export const LANGUAGES: readonly Language[] = [
  ENGLISH,
  { tag: 'de', name: 'Deutsch', dir: 'ltr', load: async () => (await import('./de')).de },
  { tag: 'ar', name: 'العربية', dir: 'rtl', load: async () => (await import('./ar')).ar },
  { tag: 'fr', name: 'Français', dir: 'ltr', load: async () => (await import('./fr')).fr },
  {
    tag: 'zh-Hans',
    name: '简体中文',
    dir: 'ltr',
    load: async () => (await import('./zh-Hans')).zhHans,
  },
];

/** Returns the first of these tags that the page speaks, whatever its region; else English. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const written = writtenIn(tag);
    const found = LANGUAGES.find((language) => written && writtenIn(language.tag) === written);
    if (found) return found;
  }
  return ENGLISH;
}

/** Returns the language with its script, such as `zh-Hans` for `zh-CN`; none of what is no tag. */
function writtenIn(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script ?? ''}`;
  } catch {
    return undefined;
  }
}
