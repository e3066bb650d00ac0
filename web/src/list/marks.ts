/** A piece of an excerpt, and whether it is what was looked for. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Cuts an excerpt at the hits; ranges that make no sense are passed over. */
export function piecesOf(excerpt: string, ranges: readonly (readonly number[])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start = 0, end = 0] of [...ranges].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) {
    if (start < at || end <= start || end > excerpt.length) continue;
    if (start > at) pieces.push({ text: excerpt.slice(at, start), hit: false });
    pieces.push({ text: excerpt.slice(start, end), hit: true });
    at = end;
  }
  if (at < excerpt.length) pieces.push({ text: excerpt.slice(at), hit: false });
  return pieces;
}
