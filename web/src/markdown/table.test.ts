// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { renderBlock } from './render';
import { decorateTables } from './table';

const written: string[] = [];
vi.stubGlobal('navigator', {
  clipboard: { writeText: (text: string) => Promise.resolve(void written.push(text)) },
});
afterEach(() => (written.length = 0));

async function copied(markdown: string): Promise<string | undefined> {
  const nodes = renderBlock(markdown);
  decorateTables(nodes);
  const button = nodes.querySelector('button');
  button?.click();
  await vi.waitFor(() => expect(button?.textContent).toBe('Copied'));
  return written[0];
}

it('copies a table as CSV, with its head', async () => {
  expect(await copied('| a | b, c |\n| - | - |\n| "x" | **bold** |')).toBe(
    'a,"b, c"\r\n"""x""",bold\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('makes the formula %s text', async (formula) => {
  expect(await copied(`| a | b |\n| - | - |\n| ${formula} | x |`)).toBe(`a,b\r\n'${formula},x\r\n`);
});

it('lets the keyboard scroll a wide table', () => {
  const nodes = renderBlock('| a |\n| - |\n| b |');
  decorateTables(nodes);

  const frame = nodes.querySelector<HTMLElement>('.table');
  expect(frame?.tabIndex).toBe(0);
  expect(frame?.getAttribute('aria-label')).toBe('Table');
});
