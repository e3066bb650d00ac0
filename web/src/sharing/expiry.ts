const DAYS = [1, 7, 30, 90, 365];

/** Returns the times after which a link may end, none longer than the server allows. */
export function expiryDays(most: number): number[] {
  const longest = Math.max(1, Math.min(most, 365));
  return [...DAYS.filter((days) => days < longest), longest];
}
