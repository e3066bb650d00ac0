// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { enrich } from './enrich';
import { renderBlock } from './render';

async function shown(markdown: string): Promise<HTMLElement> {
  const element = document.createElement('div');
  element.append(renderBlock(markdown));
  await enrich(element);
  return element;
}

const marks = (element: HTMLElement) =>
  [...element.querySelectorAll<HTMLElement>('code .control')].map(({ title }) => title);

/** CVE-2021-42574: code that reads otherwise than it runs. */
it.each(['', 'js'])('shows what turns the direction of code around, in %j', async (language) => {
  const code = 'if (level != "user\u202e \u2066// Check\u2069 \u2066") {';
  const block = await shown(`\`\`\`${language}\n${code}\n\`\`\``);

  expect(marks(block)).toEqual(['U+202E', 'U+2066', 'U+2069', 'U+2066']);
  expect(block.querySelector('code')?.textContent).toBe(`${code}\n`);
});

it('shows it in code within a line', async () => {
  expect(marks(await shown('Say `a\u202eb`.'))).toEqual(['U+202E']);
});

it('leaves other code as it is', async () => {
  const block = await shown('```\nاقرأ read שלום\n```');

  expect(marks(block)).toEqual([]);
  expect(block.querySelector('code')?.childElementCount).toBe(0);
});
