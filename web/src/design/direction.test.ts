import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const styled = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(svelte|css)$/.test(file),
);

const PHYSICAL = [
  /(?:margin|padding|border)-(?:left|right)\b/,
  /border-(?:top|bottom)-(?:left|right)-radius/,
  /(?:text-align|float|clear):\s*(?:left|right)\b/,
  /^\s*(?:left|right):/m,
];
const FOUR_SIDES = /(?:margin|padding|inset|border-width):\s*([^;{}]+);/g;

function stylesIn(file: string): string {
  const source = readFileSync(join('src', file), 'utf8');
  if (file.endsWith('.css')) return source;
  return /<style>([\s\S]*?)<\/style>/.exec(source)?.[1] ?? '';
}

/** Returns the values of a shorthand; spaces within brackets do not part them. */
function valuesOf(shorthand: string): string[] {
  return shorthand.match(/(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+/g) ?? [];
}

it('finds the styles', () => {
  expect(styled.length).toBeGreaterThan(50);
});

it.each(styled)('%s has no left and no right, so that it also runs from right to left', (file) => {
  const css = stylesIn(file);

  for (const physical of PHYSICAL) expect(css).not.toMatch(physical);
  for (const [whole, sides = ''] of css.matchAll(FOUR_SIDES)) {
    const [, right, , left] = valuesOf(sides);
    expect(left ?? right, whole).toBe(right);
  }
});
