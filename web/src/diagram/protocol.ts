/** What the page asks of the frame. */
export interface Wish {
  readonly id: number;
  readonly source: string;
  readonly dark: boolean;
}

/** A drawing: its lines and words, and the style sheet for them. */
export interface Drawing {
  readonly kind: 'drawn';
  readonly svg: string;
  readonly css: string;
}

/** What the frame says of a source: its drawing, or that it is wrong and, where it is known, in which line. */
export type Answer = Drawing | { readonly kind: 'wrong'; readonly line: number | undefined };

/** A longer drawing is not taken from the frame. */
const LONGEST_DRAWING = 1_000_000;

/**
 * Returns the answer to the wish of this id, or undefined for what is none. The frame runs what a model
 * wrote, so that nothing is believed of what comes from it.
 */
export function answerTo(id: number, data: unknown): Answer | undefined {
  const { id: answered, svg, css, line } = fieldsOf(data);
  if (answered !== id) return undefined;
  if (isText(svg) && isText(css)) return { kind: 'drawn', svg, css };
  return { kind: 'wrong', line: isLine(line) ? line : undefined };
}

function fieldsOf(data: unknown): Partial<Record<'id' | 'svg' | 'css' | 'line', unknown>> {
  return typeof data === 'object' && data !== null ? data : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_DRAWING;
}

function isLine(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
