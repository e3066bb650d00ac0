/** Letters that mean nothing to Markdown in a line that holds a plain word. */
const PLAIN = String.raw`\p{L}\p{M}\p{N}.,!?'"“”‘’–—-`;
const PLAIN_WORDS = new RegExp(`^ *[${PLAIN}]+(?: +[${PLAIN}]+)*$`, 'u');
const LETTER = /\p{L}/u;
/** Where the end of a block is not the end of what is shown: tables and footnotes. */
const ELSEWHERE = /\||\[\^/;

/** Words that can be put at the end of what is shown. */
interface Growth {
  /** The word that is shown last. */
  readonly after: string;
  readonly words: string;
}

/**
 * Returns what to add to the last text of a block, or undefined where the block must be drawn again.
 *
 * Most pieces of a reply are plain words after a plain word. Such words change nothing before them:
 * no mark of Markdown touches them, and a line with a word in it begins no other block.
 */
export function plainGrowth(before: string, after: string): Growth | undefined {
  if (after.slice(0, before.length) !== before || ELSEWHERE.test(before)) return undefined;
  if (!PLAIN_WORDS.test(after.slice(before.length))) return undefined;
  // Spaces at the end are not shown until something follows them.
  const shown = before.slice(0, before.length - spacesAtEnd(before));
  const words = after.slice(shown.length);
  const word = lastWord(shown);
  return PLAIN_WORDS.test(word) && LETTER.test(word) ? { after: word, words } : undefined;
}

/** Puts what is new of a block at the end of what is shown of it; returns whether it could. */
export function growInPlace(shown: Element, before: string, after: string): boolean {
  const growth = plainGrowth(before, after);
  if (!growth) return false;
  const last = lastText(shown);
  if (!last?.data.endsWith(growth.after) || last.parentElement?.closest('code')) return false;
  last.appendData(growth.words);
  return true;
}

function spacesAtEnd(text: string): number {
  let count = 0;
  while (text[text.length - 1 - count] === ' ') count++;
  return count;
}

function lastWord(text: string): string {
  let start = text.length;
  while (start > 0 && !/\s/.test(text[start - 1] ?? '')) start--;
  return text.slice(start);
}

/** The text shown last, past the line ends that only part one element from the next. */
function lastText(element: Element): Text | undefined {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.lastChild(); node; node = texts.previousNode()) {
    if (node instanceof Text && node.data.trim() !== '') return node;
  }
  return undefined;
}
