import { text } from '../text/catalogue';
import { copyingButton } from './copying';

const LONGEST_NAME = 40;

/** Gives every code block of sanitised nodes a head with its language and a button to copy it. */
export function decorateCode(nodes: DocumentFragment): void {
  for (const pre of nodes.querySelectorAll('pre')) {
    const frame = document.createElement('div');
    frame.className = 'code';
    pre.replaceWith(frame);
    // Long lines scroll sideways, which the keyboard must reach.
    pre.tabIndex = 0;
    pre.setAttribute('role', 'region');
    const name = languageOf(pre);
    pre.setAttribute('aria-label', name);
    frame.append(head(name, pre), pre);
  }
}

function languageOf(pre: HTMLElement): string {
  const code = pre.querySelector('code');
  return (code && writtenLanguage(code))?.slice(0, LONGEST_NAME) ?? text.code.text;
}

/** Returns the language that the author of a code block said it is in. */
export function writtenLanguage(code: HTMLElement): string | undefined {
  return /(?:^|\s)language-(\S+)/.exec(code.className)?.[1];
}

function head(name: string, pre: HTMLElement): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'code-head';
  const language = document.createElement('span');
  language.textContent = name;
  bar.append(
    language,
    copyingButton(text.actions.copyCode, () => pre.textContent),
  );
  return bar;
}
