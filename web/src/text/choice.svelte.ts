import { me } from '../app/me.svelte';
import { languageFor, type Language } from './languages';
import { speech } from './speech.svelte';

const NAME = 'chatwright.language';

/** Speaks the language that was last chosen here, else the browser's, until it is known who comes. */
export function speakFirst(): Promise<void> {
  return speak(languageOf(localStorage.getItem(NAME)));
}

/** Speaks from now on the language that the person chose, also after a change of it. */
export function followChoice(): () => void {
  return $effect.root(() => {
    $effect(() => {
      if (!me.value) return;
      const chosen = me.settings.language;
      remember(chosen);
      void speak(languageOf(chosen));
    });
    $effect(() => show(speech.language));
  });
}

/** Returns the chosen language; without a choice the browser's. */
function languageOf(chosen: string | null | undefined): Language {
  return languageFor(chosen ? [chosen] : navigator.languages);
}

async function speak(language: Language): Promise<void> {
  try {
    await speech.change(language);
  } catch {
    // The sentences could not be fetched: the page stays in the language that it has.
  }
}

function show({ tag, dir }: Language): void {
  document.documentElement.lang = tag;
  document.documentElement.dir = dir;
}

function remember(chosen: string | null | undefined): void {
  if (chosen) localStorage.setItem(NAME, chosen);
  else localStorage.removeItem(NAME);
}
