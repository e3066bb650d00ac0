import './controls.css';

/** Characters that turn the direction of text around, so that code reads otherwise than it runs. */
const CONTROLS = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;
const CONTROL = new RegExp(`^${CONTROLS.source}$`);

/**
 * Shows the characters in code that turn its direction around, and takes their power: each is alone in a
 * span that is isolated from the rest. What is copied is the code as it was written.
 */
export function showControlsIn(code: HTMLElement): void {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (CONTROLS.test(text.data)) text.replaceWith(...text.data.split(CONTROLS).map(shown));
  }
}

function shown(part: string): string | HTMLElement {
  if (!CONTROL.test(part)) return part;
  const mark = document.createElement('span');
  mark.className = 'control';
  mark.title = `U+${part.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  mark.textContent = part;
  return mark;
}
