import { text } from '../text/catalogue';

/** Joins the references and notes of a reply that are both there: each gets a button to the other. */
export function joinNotes(reply: ParentNode): void {
  for (const mark of reply.querySelectorAll<HTMLElement>('.footnote-reference')) {
    const label = labelOf(mark);
    const note = noteOf(reply, label);
    if (!note || mark.closest('a')) continue;
    if (!mark.querySelector('button')) joinReference(reply, mark, label);
    if (!note.querySelector('.footnote-back')) joinNote(reply, note, label);
  }
}

function joinReference(reply: ParentNode, mark: HTMLElement, label: string): void {
  // The note is looked for again on the click, since a note that is being written is drawn anew.
  mark.replaceChildren(jump(label, text.code.footnote(label), () => noteOf(reply, label)));
}

function joinNote(reply: ParentNode, note: HTMLElement, label: string): void {
  note.tabIndex = -1;
  const back = jump('↩', text.code.footnoteBack(label), () => buttonOf(reply, label));
  back.classList.add('footnote-back');
  note.append(' ', back);
}

function noteOf(reply: ParentNode, label: string): HTMLElement | null | undefined {
  return marked(reply, '.footnote-label', label)?.parentElement;
}

function buttonOf(reply: ParentNode, label: string): HTMLElement | null | undefined {
  return marked(reply, '.footnote-reference', label)?.querySelector('button');
}

function marked(reply: ParentNode, selector: string, label: string): HTMLElement | undefined {
  const marks = [...reply.querySelectorAll<HTMLElement>(selector)];
  return marks.find((mark) => labelOf(mark) === label);
}

function labelOf(mark: HTMLElement): string {
  return mark.textContent.replace(/^\[\^|\]$/g, '');
}

function jump(
  label: string,
  described: string,
  target: () => HTMLElement | null | undefined,
): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'footnote-jump';
  button.textContent = label;
  button.setAttribute('aria-label', described);
  button.addEventListener('click', () => target()?.focus());
  return button;
}
