/** Which lines of a long list are in the page. */
export interface Shown {
  readonly from: number;
  readonly to: number;
}

/** Lists up to this long are shown whole. */
export const SHOWN_WHOLE = 200;
const BEYOND = 12;

/** Returns the lines that are in sight, and some beyond them. */
export function shownRows(count: number, top: number, height: number, rowHeight: number): Shown {
  if (count <= SHOWN_WHOLE) return { from: 0, to: count };
  const first = Math.floor(top / rowHeight) - BEYOND;
  const last = Math.ceil((top + height) / rowHeight) + BEYOND;
  return { from: Math.min(Math.max(0, first), count), to: Math.min(count, Math.max(0, last)) };
}
