import { announcer } from '../page/announcer.svelte';
import { copyText } from '../page/clipboard';
import { text } from '../text/catalogue';

const SAID_FOR_MS = 2000;

/** Returns a button that copies what `content` returns when it is pressed, and says so. */
export function copyingButton(label: string, content: () => string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet small';
  button.textContent = label;
  button.addEventListener('click', () => {
    void copyText(content()).then((copied) => {
      announcer.say(copied ? text.actions.copied : text.actions.copyFailed);
      button.textContent = copied ? text.actions.copied : label;
      setTimeout(() => (button.textContent = label), SAID_FOR_MS);
    });
  });
  return button;
}
