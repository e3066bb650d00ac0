import { en } from './en';

/** The shape that every language's catalogue has. */
export type Catalogue = typeof en;

/** The sentences of the page in the language in use. */
export const text: Catalogue = en;

/** The language in use, for numbers and for the page's `lang`. */
export const language = 'en';
