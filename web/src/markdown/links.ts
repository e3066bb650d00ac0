/**
 * Stands in for the package `linkify-it` of the Markdown parser: finds addresses that begin with http://, https:// or
 * mailto: and nothing else. Guessing at words with dots in them would make links of what is none.
 */
const START = /(?:https?:\/\/|mailto:)/i;
const ADDRESS = /(?:https?:\/\/|mailto:)[^\s<>"`{}|\\^\u3000-\u303f\uff00-\uffef]+/gi;

/** Marks that end a sentence more often than an address. */
const TRAILING = /[.,;:!?'*_~]+$/;

export interface Match {
  readonly schema: string;
  readonly index: number;
  readonly lastIndex: number;
  readonly raw: string;
  readonly text: string;
  readonly url: string;
}

export class LinkifyIt {
  /** Whether {@link match} finds one: the parser does not look twice. */
  test(text: string): boolean {
    return this.match(text) !== null;
  }

  match(text: string): Match[] | null {
    const found = [...text.matchAll(ADDRESS)].flatMap((hit) => at(hit[0], hit.index));
    return found.length > 0 ? found : null;
  }

  matchAtStart(text: string): Match | null {
    return this.match(text)?.find(({ index }) => index === 0) ?? null;
  }

  set(): this {
    return this;
  }
}

function at(hit: string, index: number): Match[] {
  const raw = trimmed(hit);
  const schema = START.exec(raw)?.[0] ?? '';
  if (raw.length === schema.length) return [];
  return [{ schema, index, lastIndex: index + raw.length, raw, text: raw, url: raw }];
}

/** A closing bracket belongs to the address only when one was opened in it. */
function trimmed(hit: string): string {
  let raw = hit;
  for (let before = ''; before !== raw;) {
    before = raw;
    raw = raw.replace(TRAILING, '');
    if (raw.endsWith(')') && count(raw, ')') > count(raw, '(')) raw = raw.slice(0, -1);
    if (raw.endsWith(']') && count(raw, ']') > count(raw, '[')) raw = raw.slice(0, -1);
  }
  return raw;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
