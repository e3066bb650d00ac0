import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

/** A longer formula stays text. */
const LONGEST = 5000;
const BLOCK_DELIMITERS: readonly (readonly [open: string, close: string])[] = [
  ['$$', '$$'],
  ['\\[', '\\]'],
];
const INLINE_DELIMITERS: readonly (readonly [open: string, close: string])[] = [
  ...BLOCK_DELIMITERS,
  ['\\(', '\\)'],
];
const BLOCK_START = /^ {0,3}(?:\$\$|\\\[)/;

/** Whether a formula could begin with this line. It ends at an empty line at the latest. */
export function mayBeginFormula(line: string): boolean {
  return BLOCK_START.test(line);
}

/**
 * Teaches a parser formulas: `$…$` and `\(…\)` within a line, `$$…$$` and `\[…\]` there and as blocks.
 * What is not closed stays text, and so do prices: no space stands inside dollars, no digit after them.
 */
export function withMath(parser: MarkdownIt): void {
  parser.inline.ruler.before('escape', 'math', inlineMath);
  parser.block.ruler.before('fence', 'math_block', blockMath, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  const { rules } = parser.renderer;
  const escape = parser.utils.escapeHtml;
  rules.math = (tokens, index) => {
    const kind = tokens[index]?.markup === 'display' ? 'math display' : 'math';
    return `<span class="${kind}">${escape(tokens[index]?.content ?? '')}</span>`;
  };
  rules.math_block = (tokens, index) =>
    `<div class="math display">${escape(tokens[index]?.content ?? '')}</div>\n`;
}

function inlineMath(state: StateInline, silent: boolean): boolean {
  const found = delimited(state.src, state.pos, state.posMax) ?? dollars(state.src, state.pos);
  if (!found || found.end > state.posMax) return false;
  if (!silent) {
    const token = state.push('math', 'math', 0);
    token.content = found.formula;
    token.markup = found.display ? 'display' : '';
  }
  state.pos = found.end;
  return true;
}

interface Formula {
  readonly formula: string;
  readonly display: boolean;
  readonly end: number;
}

function delimited(source: string, start: number, limit: number): Formula | undefined {
  const pair = INLINE_DELIMITERS.find(([open]) => source.startsWith(open, start));
  if (!pair) return undefined;
  const [open, close] = pair;
  const within = source.slice(start + 2, Math.min(limit, start + 2 + LONGEST + 2));
  const length = within.indexOf(close);
  const formula = within.slice(0, Math.max(0, length)).trim();
  if (formula === '') return undefined;
  return { formula, display: open !== '\\(', end: start + 2 + length + 2 };
}

function dollars(source: string, start: number): Formula | undefined {
  if (source[start] !== '$' || /[\w$\\]/.test(source[start - 1] ?? '')) return undefined;
  const formula = /^\$((?:[^$\\]|\\[\s\S])+)\$(?![\d$])/.exec(
    source.slice(start, start + LONGEST + 3),
  )?.[1];
  if (formula === undefined || formula.trim() !== formula) return undefined;
  return { formula, display: false, end: start + formula.length + 2 };
}

function blockMath(state: StateBlock, line: number, lastLine: number, silent: boolean): boolean {
  if ((state.sCount[line] ?? 0) - state.blkIndent >= 4) return false;
  const first = textOf(state, line);
  const pair = BLOCK_DELIMITERS.find(([open]) => first.startsWith(open));
  const found = pair && closedBy(pair[1], state, line, lastLine);
  if (!found) return false;
  if (silent) return true;
  const token = state.push('math_block', 'math', 0);
  token.block = true;
  token.content = found.formula;
  token.map = [line, found.end];
  state.line = found.end;
  return true;
}

/** Returns the formula that begins with a line, when its end is the end of a line. */
function closedBy(
  close: string,
  state: StateBlock,
  line: number,
  lastLine: number,
): { formula: string; end: number } | undefined {
  let formula = '';
  for (let at = line; at < lastLine && formula.length <= LONGEST; at++) {
    const outside = (state.sCount[at] ?? 0) < state.blkIndent;
    if (at > line && (outside || state.isEmpty(at))) return undefined;
    const written = at === line ? textOf(state, at).slice(2) : textOf(state, at);
    const end = written.indexOf(close);
    if (end < 0) {
      formula += `${written}\n`;
      continue;
    }
    const whole = (formula + written.slice(0, end)).trim();
    const last = written.slice(end + close.length).trim() === '';
    return last && whole !== '' && whole.length <= LONGEST
      ? { formula: whole, end: at + 1 }
      : undefined;
  }
  return undefined;
}

function textOf(state: StateBlock, line: number): string {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  return state.src.slice(start, state.eMarks[line]);
}
