import { parser } from './parser';

const LINE = /[^\r\n]*(?:\r\n|\r|\n)/g;

/**
 * Cuts a growing Markdown text into its top-level blocks, so that only the block being written is
 * parsed again when text comes.
 *
 * A block is settled once the next one has begun on a line that is complete: Markdown is read line
 * by line, and a closed block is never opened again. A line that is still being written proves
 * nothing, since `#` begins a heading but `#a` goes on with the paragraph.
 */
export class BlockSplitter {
  #settled: string[] = [];
  #settledLength = 0;
  #text = '';

  /** Returns the blocks of `text`; all but the last stay as they are while `text` grows. */
  split(text: string): readonly string[] {
    if (!text.startsWith(this.#text)) this.#reset();
    this.#text = text;
    this.#settle(text.slice(this.#settledLength));
    const tail = text.slice(this.#settledLength);
    return tail.trim() === '' ? this.#settled : [...this.#settled, tail];
  }

  #reset(): void {
    this.#settled = [];
    this.#settledLength = 0;
  }

  #settle(tail: string): void {
    const lines = tail.match(LINE) ?? [];
    // A carriage return at the end may be half of a line end whose other half is on its way.
    if (tail.endsWith('\r')) lines.pop();
    const starts = blockStarts(lines.join(''));
    const settled: string[] = [];
    for (let i = 0; i + 1 < starts.length; i++) {
      settled.push(lines.slice(starts[i], starts[i + 1]).join(''));
    }
    if (settled.length === 0) return;
    this.#settled = [...this.#settled, ...settled];
    this.#settledLength += lines.slice(0, starts.at(-1)).join('').length;
  }
}

/** Returns the line on which each top-level block begins; the first block takes leading empty lines. */
function blockStarts(text: string): number[] {
  const starts = parser
    .parse(text, {})
    .filter((token) => token.level === 0 && token.nesting >= 0 && token.map)
    .map((token) => token.map?.[0] ?? 0);
  return starts.length === 0 ? [] : [0, ...starts.slice(1)];
}
