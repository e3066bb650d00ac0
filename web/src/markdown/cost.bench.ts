import { bench } from 'vitest';
import { BlockSplitter } from './blocks';
import { plainGrowth } from './growth';
import { parser } from './parser';

const SECTION =
  '## A heading\n\nSome words in a paragraph, *more* of them, and `code`.\n\n' +
  '1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n';
const ANSWER = SECTION.repeat(Math.ceil(24_000 / SECTION.length));
const PIECE = 6;

/** What parsing costs when every piece is shown; in a page those of one frame are shown together. */
bench('parse an answer of 24 kB while it comes in 4,000 pieces', () => {
  const splitter = new BlockSplitter();
  let shown = '';
  for (let end = PIECE; end <= ANSWER.length; end += PIECE) {
    const last = splitter.split(ANSWER.slice(0, end)).at(-1) ?? '';
    if (!plainGrowth(shown, last)) parser.render(last);
    shown = last;
  }
});
