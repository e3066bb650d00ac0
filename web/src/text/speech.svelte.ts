import { en } from './en';
import { ENGLISH, type Catalogue, type Language } from './languages';

/** The language that the page speaks now. */
class Speech {
  #language = $state.raw<Language>(ENGLISH);
  #sentences = $state.raw<Catalogue>(en);
  #wanted: Language = ENGLISH;

  get language(): Language {
    return this.#language;
  }

  get sentences(): Catalogue {
    return this.#sentences;
  }

  /** Speaks this language as soon as its sentences are here; a later wish overtakes this one. */
  async change(language: Language): Promise<void> {
    this.#wanted = language;
    const sentences = (await language.load?.()) ?? en;
    if (this.#wanted !== language) return;
    this.#language = language;
    this.#sentences = sentences;
  }
}

export const speech = new Speech();

type Writable = Record<string, unknown>;

/** Returns an object that reads each section of the catalogue in the language of the moment. */
export function sections(): Catalogue {
  const text: Writable = {};
  for (const section of Object.keys(en)) {
    Object.defineProperty(text, section, {
      enumerable: true,
      get: () => (speech.sentences as Writable)[section],
    });
  }
  return text as Catalogue;
}
