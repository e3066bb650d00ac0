// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { MARKDOWN_ENDS, MARKDOWN_PIECES } from '../testing/markdown';
import { randomFrom, SEEDS } from '../testing/random';
import { BlockSplitter } from './blocks';
import { unsafeHtml } from './render';

function randomMarkdown(seed: number): string {
  const random = randomFrom(seed);
  return Array.from(
    { length: 30 },
    () => random.pick(MARKDOWN_PIECES) + random.pick(MARKDOWN_ENDS),
  ).join('');
}

const html = (blocks: readonly string[]) => blocks.map(unsafeHtml).join('');

describe('BlockSplitter', () => {
  it.each(
    SEEDS.concat(
      SEEDS.map((seed) => seed + 1000),
      SEEDS.map((seed) => seed + 2000),
    ),
  )('Property: what was streamed looks like the whole, at every step (seed %i)', (seed) => {
    const whole = randomMarkdown(seed);
    const splitter = new BlockSplitter();

    for (const [, end] of randomFrom(seed).cuts(whole.length, 60)) {
      const text = whole.slice(0, end);
      const blocks = splitter.split(text);

      expect(html(blocks), JSON.stringify(text)).toBe(unsafeHtml(text));
      if (blocks.length > 0) expect(text.startsWith(blocks.join(''))).toBe(true);
    }
  });

  it('keeps settled blocks as they are', () => {
    const splitter = new BlockSplitter();
    const before = splitter.split('One.\n\n# Two\n\nThree');

    const after = splitter.split('One.\n\n# Two\n\nThree goes on');

    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(after).toEqual(['One.\n\n', '# Two\n\n', 'Three goes on']);
  });

  it('starts over when the text is another one', () => {
    const splitter = new BlockSplitter();
    splitter.split('One.\n\nTwo.\n\nThree.');

    expect(splitter.split('Four.')).toEqual(['Four.']);
  });

  it('leaves only the block being written to be parsed again, however long the text is', () => {
    const splitter = new BlockSplitter();
    const paragraph = 'Some words in a paragraph.\n\n';
    const text = paragraph.repeat(500);
    for (let end = 0; end < text.length; end += 7) splitter.split(text.slice(0, end));

    const tail = splitter.split(`${text}And`).at(-1);

    expect(tail).toBe('And');
  });
});
