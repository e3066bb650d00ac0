const LONGEST_NAME = 60;

/** Returns what a diagram says that it shows: its title, or else its kind. */
export function kindOf(source: string): string {
  const title = /^\s*(?:accTitle\s*:|title\b:?)\s*(\S.*)$/m.exec(source)?.[1];
  const kind = /^\s*([a-z][\w-]*)/im.exec(withoutHead(source))?.[1];
  return (title ?? kind ?? 'mermaid').trim().slice(0, LONGEST_NAME);
}

/** Leaves out what may stand above the first line of a diagram: settings and remarks. */
function withoutHead(source: string): string {
  return source.replace(/^\s*---\n[^]*?\n---\s*$/m, '').replace(/^\s*%%.*$/gm, '');
}
