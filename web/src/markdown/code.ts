import { announcer } from '../page/announcer.svelte';
import { copyText } from '../page/clipboard';
import { text } from '../text/catalogue';

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
  for (const table of nodes.querySelectorAll('table')) {
    const frame = document.createElement('div');
    frame.className = 'table';
    frame.tabIndex = 0;
    table.replaceWith(frame);
    frame.append(table);
  }
}

function languageOf(pre: HTMLElement): string {
  const name = /(?:^|\s)language-(\S+)/.exec(pre.querySelector('code')?.className ?? '')?.[1];
  return name ?? text.code.text;
}

function head(name: string, pre: HTMLElement): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'code-head';
  const language = document.createElement('span');
  language.textContent = name;
  bar.append(language, copyButton(pre));
  return bar;
}

function copyButton(pre: HTMLElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet small';
  button.textContent = text.actions.copyCode;
  button.addEventListener('click', () => {
    void copyText(pre.textContent).then((copied) => {
      announcer.say(copied ? text.actions.copied : text.actions.copyFailed);
      button.textContent = copied ? text.actions.copied : text.actions.copyCode;
      setTimeout(() => (button.textContent = text.actions.copyCode), 2000);
    });
  });
  return button;
}
