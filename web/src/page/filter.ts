/** Returns the rows in which every word of the wanted text stands somewhere; case and accents do not matter. */
export function matching<Row>(
  rows: readonly Row[],
  wanted: string,
  cells: (row: Row) => string[],
): readonly Row[] {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const whole = plain(cells(row).join('\n'));
    return words.every((word) => whole.includes(word));
  });
}

function plain(value: string): string {
  return value
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
}
