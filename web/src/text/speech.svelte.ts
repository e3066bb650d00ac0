import { untrack } from 'svelte';
import { en } from './en';
import { ENGLISH, type Catalogue, type Language } from './languages';

/** The language that the page speaks now. */
class Speech {
  #language = $state.raw<Language>(ENGLISH);
  /** At first those that the chat needs at once; the others come with what needs them. */
  #sentences = $state.raw<Partial<Catalogue>>(en);
  #wanted: Language = ENGLISH;

  get language(): Language {
    return this.#language;
  }

  get sentences(): Partial<Catalogue> {
    return this.#sentences;
  }

  /** Speaks this language as soon as its sentences are here; a later wish overtakes this one. */
  async change(language: Language): Promise<void> {
    this.#wanted = language;
    if (language !== this.#language) await this.#fetch(language);
  }

  /** Has all sentences of the language; English begins without those of the pages beside the chat. */
  async complete(): Promise<void> {
    if (this.#sentences === en) await this.#fetch(ENGLISH);
  }

  async #fetch(language: Language): Promise<void> {
    const sentences = await language.load();
    if (this.#wanted !== language) return;
    this.#language = language;
    this.#sentences = sentences;
  }
}

export const speech = new Speech();

/** Returns an object that reads each section of the catalogue in the language of the moment. */
export function sections(): Catalogue {
  return new Proxy({} as Catalogue, {
    get: (_, section) => speech.sentences[section as keyof Catalogue],
  });
}

/** Fetches a part of the page, with the sentences that only such parts need. */
export async function withSentences<Part>(part: Promise<Part>): Promise<Part> {
  // Whoever waits for the part waits once, not again with every change of language.
  const [fetched] = await Promise.all([part, untrack(() => speech.complete())]);
  return fetched;
}
