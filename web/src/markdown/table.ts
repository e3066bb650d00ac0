import { csvOf } from '../page/csv';
import { text } from '../text/catalogue';
import { copyingButton } from './copying';

/** Gives every table of sanitised nodes a frame to scroll in and a button to copy it as CSV. */
export function decorateTables(nodes: DocumentFragment): void {
  for (const table of nodes.querySelectorAll('table')) {
    const whole = document.createElement('div');
    whole.className = 'with-table';
    table.replaceWith(whole);
    whole.append(scroller(table), buttons(table));
  }
}

function scroller(table: HTMLTableElement): HTMLElement {
  const frame = document.createElement('div');
  frame.className = 'table';
  // A wide table scrolls sideways, which the keyboard must reach.
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', text.code.table);
  frame.append(table);
  return frame;
}

function buttons(table: HTMLTableElement): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'table-foot';
  bar.append(copyingButton(text.actions.copyCsv, () => csvOfTable(table)));
  return bar;
}

/** Returns the words of a table as CSV. */
export function csvOfTable(table: HTMLTableElement): string {
  return csvOf([...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
}
