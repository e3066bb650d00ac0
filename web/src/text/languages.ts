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

/** Each language but English is a file of its own, fetched when somebody speaks it. */
const from = async (file: Promise<{ sentences: Catalogue }>) => (await file).sentences;

/** The languages of the page, in the order in which they are offered. */
export const LANGUAGES: readonly Language[] = [
  ENGLISH,
  { tag: 'de', name: 'Deutsch', dir: 'ltr', load: () => from(import('./de')) },
  { tag: 'ar', name: 'العربية', dir: 'rtl', load: () => from(import('./ar')) },
  { tag: 'es', name: 'Español', dir: 'ltr', load: () => from(import('./es')) },
  { tag: 'fr', name: 'Français', dir: 'ltr', load: () => from(import('./fr')) },
  { tag: 'it', name: 'Italiano', dir: 'ltr', load: () => from(import('./it')) },
  { tag: 'pt', name: 'Português', dir: 'ltr', load: () => from(import('./pt')) },
  { tag: 'zh-Hans', name: '简体中文', dir: 'ltr', load: () => from(import('./zh-Hans')) },
];

/** Returns the first of these tags that the page speaks, whatever its region; else English. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => isIn(tag, language.tag));
    if (found) return found;
  }
  return ENGLISH;
}

/** Whether a tag is of a language, and of its script where that one names it, as `zh-CN` is of `zh-Hans`. */
function isIn(tag: string, spoken: string): boolean {
  const [language, script] = spoken.split('-');
  // The letters of a language not spoken are not looked up: that takes longer than all else here.
  if (tag.split('-')[0]?.toLowerCase() !== language) return false;
  return script === undefined || scriptOf(tag) === script;
}

/** Returns the script of a language as it is written in its region; none of what is no tag. */
function scriptOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).maximize().script;
  } catch {
    return undefined;
  }
}
