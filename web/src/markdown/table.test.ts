// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { renderBlock } from './render';
import { csvOfTable, decorateTables } from './table';

function copied(markdown: string): string {
  const table = renderBlock(markdown).querySelector('table');
  return table ? csvOfTable(table) : 'no table';
}

it('copies a table as CSV, with its head', () => {
  expect(copied('| a | b, c |\n| - | - |\n| "x" | **bold** |')).toBe(
    'a,"b, c"\r\n"""x""",bold\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('makes the formula %s text', (formula) => {
  expect(copied(`| a | b |\n| - | - |\n| ${formula} | x |`)).toBe(`a,b\r\n'${formula},x\r\n`);
});

it('lets the keyboard scroll a wide table, and copy it', () => {
  const nodes = renderBlock('| a |\n| - |\n| b |');
  decorateTables(nodes);

  const frame = nodes.querySelector<HTMLElement>('.table');
  expect(frame?.tabIndex).toBe(0);
  expect(frame?.getAttribute('aria-label')).toBe('Table');
  expect(nodes.querySelector('button')?.textContent).toBe('Copy as CSV');
});
