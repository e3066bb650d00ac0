import { mayBeginFormula } from './math';
import { parser } from './parser';

const LINE_END = /\r\n|\r|\n/g;
const ANY_LINE_END = /[\r\n]/;

/** Blocks that may go on after an empty line. */
const OPEN_ENDED = new Set(['bullet_list_open', 'ordered_list_open', 'code_block']);

/** A top-level block of complete lines: where it begins, where the next could, and its kind. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/**
 * Cuts a growing Markdown text into its top-level blocks, so that only the block being written is
 * parsed again when text comes.
 *
 * A block is settled once the next one has begun on a line that is complete, or once an empty line
 * has ended it: Markdown is read line by line, and a closed block is never opened again. A line that
 * is still being written proves nothing, since `#` begins a heading but `#a` goes on with the
 * paragraph. Nor does what follows the beginning of a formula.
 */
export class BlockSplitter {
  #settled: string[] = [];
  #settledLength = 0;
  #text = '';
  /** How many complete lines of what is not settled were looked at last. */
  #linesSeen = 0;

  /** Returns the blocks of `text`; all but the last stay as they are while `text` grows. */
  split(text: string): readonly string[] {
    // Equality looks at memory; `startsWith` at one letter after the other, which took most of the time.
    if (text.slice(0, this.#text.length) !== this.#text) this.#reset();
    // The last letter known may be a carriage return, of which it was not known what it is.
    const news = text.slice(Math.max(0, this.#text.length - 1));
    this.#text = text;
    if (ANY_LINE_END.test(news)) this.#settle(text.slice(this.#settledLength));
    const tail = text.slice(this.#settledLength);
    return tail.trim() === '' ? this.#settled : [...this.#settled, tail];
  }

  #reset(): void {
    this.#text = '';
    this.#settled = [];
    this.#settledLength = 0;
    this.#linesSeen = 0;
  }

  #settle(tail: string): void {
    const lines = completeLines(tail);
    // A carriage return at the end may be half of a line end whose other half is on its way.
    if (tail.endsWith('\r')) lines.pop();
    // Nothing new is decided before another line is complete, and nothing at all by one line.
    if (lines.length === this.#linesSeen || lines.length === 1) return;
    this.#linesSeen = lines.length;
    const blocks = blocksIn(lines);
    const limit = undecidedFrom(blocks, lines);
    const cuts = closedStarts(blocks, lines.length).filter((cut) => cut <= limit);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const block = lines.slice(cuts[i], cuts[i + 1]).join('');
      this.#settled = [...this.#settled, block];
      this.#settledLength += block.length;
      this.#linesSeen = 0;
    }
  }
}

/** Returns the lines that have ended; in one pass, since a line may be as long as a whole reply. */
function completeLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const { index, 0: end } of text.matchAll(LINE_END)) {
    lines.push(text.slice(start, index + end.length));
    start = index + end.length;
  }
  return lines;
}

/** Returns the lines between which a closed block lies; fewer than two when none is closed. */
function closedStarts(blocks: readonly Block[], lineCount: number): number[] {
  const cuts = blocks.map((block, index) => (index === 0 ? 0 : block.start));
  const last = blocks.at(-1);
  if (last && last.end < lineCount && !OPEN_ENDED.has(last.type)) cuts.push(lineCount);
  return cuts;
}

/**
 * Returns the line from which nothing is settled: a formula that is not closed is text, but its end
 * may still come, until an empty line has.
 */
function undecidedFrom(blocks: readonly Block[], lines: readonly string[]): number {
  const lastParagraph = lines.findLastIndex((line) => line.trim() === '') + 1;
  const opening = lines.findIndex((line, at) => at >= lastParagraph && mayBeginFormula(line));
  if (opening < 0) return lines.length;
  return blocks.findLast(({ start }) => start <= opening)?.start ?? 0;
}

function blocksIn(lines: readonly string[]): Block[] {
  const tokens: ReturnType<typeof parser.parse> = [];
  // What stands within the lines does not tell where a block ends.
  parser.block.parse(lines.join('').replace(LINE_END, '\n'), parser, {}, tokens);
  return tokens.flatMap((token) => {
    const top = token.level === 0 && token.nesting >= 0;
    return top && token.map ? [{ start: token.map[0], end: token.map[1], type: token.type }] : [];
  });
}
