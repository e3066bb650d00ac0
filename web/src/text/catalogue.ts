import type { Catalogue } from './languages';
import { sections, speech } from './speech.svelte';

export type { Catalogue };

/** The sentences of the page in the language in use; what reads them follows a change of it. */
export const text: Catalogue = sections();

/** Returns the tag of the language in use, for numbers and dates. */
export function language(): string {
  return speech.language.tag;
}
