import hljs from 'highlight.js/lib/core';
import './highlight.css';
import { grammarOf, languageNamed } from './languages';
import { safeMarkup } from './render';

/** Colouring longer code would hold up the page for longer than a frame. */
const LONGEST = 50_000;

/** Returns code as sanitised nodes with a class on each part, or undefined where it stays plain. */
export async function highlighted(
  code: string,
  written: string,
): Promise<DocumentFragment | undefined> {
  const language = languageNamed(written);
  if (language === undefined || code.length > LONGEST) return undefined;
  if (!hljs.getLanguage(language)) hljs.registerLanguage(language, await grammarOf(language));
  return safeMarkup(hljs.highlight(code, { language, ignoreIllegals: true }).value);
}
