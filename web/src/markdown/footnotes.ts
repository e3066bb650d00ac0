import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

const REFERENCE = /^\[\^([\w-]{1,20})\](?!\()/;
const NOTE = /^\[\^([\w-]{1,20})\]:[ \t]+(?=\S)/;
/** Longer than any reference, so that not the whole text is copied to look for one. */
const WINDOW = 24;

/**
 * Teaches a parser footnotes: `[^1]` in a text and `[^1]: …` where the note is. Neither needs the other
 * to be read, so that a note that comes late changes nothing of what was parsed; they are joined on
 * the page.
 */
export function withFootnotes(parser: MarkdownIt): void {
  parser.inline.ruler.before('link', 'footnote_reference', reference);
  parser.block.ruler.before('paragraph', 'footnote', note, {
    alt: ['paragraph', 'reference', 'blockquote'],
  });
  const { rules } = parser.renderer;
  rules.footnote_reference = (tokens, index) =>
    `<span class="footnote-reference">[^${tokens[index]?.content ?? ''}]</span>`;
  rules.footnote_label = (tokens, index) =>
    `<span class="footnote-label">${tokens[index]?.content ?? ''}</span> `;
}

function reference(state: StateInline, silent: boolean): boolean {
  const found = REFERENCE.exec(state.src.slice(state.pos, state.pos + WINDOW));
  if (!found || state.pos + found[0].length > state.posMax) return false;
  if (!silent) state.push('footnote_reference', '', 0).content = found[1] ?? '';
  state.pos += found[0].length;
  return true;
}

function note(state: StateBlock, line: number, lastLine: number, silent: boolean): boolean {
  if ((state.sCount[line] ?? 0) - state.blkIndent >= 4) return false;
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  const found = NOTE.exec(state.src.slice(start, state.eMarks[line]));
  if (!found) return false;
  if (!silent) pushNote(state, line, endOfParagraph(state, line, lastLine), found);
  return true;
}

function pushNote(state: StateBlock, line: number, end: number, found: RegExpExecArray): void {
  const written = state.getLines(line, end, state.blkIndent, false).trim();
  const open = state.push('footnote_open', 'p', 1);
  open.map = [line, end];
  open.attrSet('class', 'footnote');
  state.push('footnote_label', '', 0).content = found[1] ?? '';
  const inline = state.push('inline', '', 0);
  inline.content = written.slice(found[0].length);
  inline.map = [line, end];
  inline.children = [];
  state.push('footnote_close', 'p', -1);
  state.line = end;
}

/** A note goes on like a paragraph: until an empty line or a block that may stand below one. */
function endOfParagraph(state: StateBlock, line: number, lastLine: number): number {
  const enders = state.md.block.ruler.getRules('paragraph');
  const outer = state.parentType;
  state.parentType = 'paragraph';
  let end = line + 1;
  for (; end < lastLine && !state.isEmpty(end); end++) {
    const indent = (state.sCount[end] ?? 0) - state.blkIndent;
    if (indent > 3 || (state.sCount[end] ?? 0) < 0) continue;
    if (enders.some((rule) => rule(state, end, lastLine, true))) break;
  }
  state.parentType = outer;
  return end;
}
