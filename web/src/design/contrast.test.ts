import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/design/tokens.css', 'utf8');
const [usual = '', chosen = '', asked = ''] = css.split(
  /:root\[data-theme='contrast'\]|@media \(prefers-contrast: more\)/,
);

type Colour = [number, number, number];
type Tokens = Map<string, { light: Colour; dark: Colour }>;

const PAIR = /--([a-z-]+):\s*light-dark\(oklch\(([^)]*)\),\s*oklch\(([^)]*)\)\)/g;

function tokensIn(text: string): Tokens {
  const tokens: Tokens = new Map();
  for (const [, name = '', light = '', dark = ''] of text.matchAll(PAIR)) {
    tokens.set(name, { light: toLinear(light), dark: toLinear(dark) });
  }
  return tokens;
}

/** OKLCH to linear sRGB, clipped to what a screen can show. */
function toLinear(oklch: string): Colour {
  const [lightness = 0, chroma = 0, hue = 0] = oklch.split(' ').map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function contrast(one: Colour, other: Colour): number {
  const luminance = ([r, g, b]: Colour) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [high, low] = [luminance(one), luminance(other)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['ground', 'surface', 'raised'];
const TEXT = [
  ...['ink', 'quiet-ink', 'accent'].flatMap((ink) => GROUNDS.map((ground) => [ink, ground])),
  ...['good', 'caution', 'danger'].flatMap((ink) => ['ground', 'surface'].map((g) => [ink, g])),
  ['on-accent', 'accent'],
  ['ink', 'accent-ground'],
  ['quiet-ink', 'accent-ground'],
] as [string, string][];
const EDGES = ['edge', 'accent'].flatMap((edge) =>
  ['ground', 'surface'].map((ground) => [edge, ground]),
) as [string, string][];

describe.each([
  ['usual', tokensIn(usual), 4.5, 3],
  ['high contrast', new Map([...tokensIn(usual), ...tokensIn(chosen)]), 7, 4.5],
  ['the system’s high contrast', new Map([...tokensIn(usual), ...tokensIn(asked)]), 7, 4.5],
])('%s colours', (_name, tokens, forText, forEdges) => {
  it('are all found', () => {
    expect(tokens.size).toBeGreaterThanOrEqual(13);
  });

  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    const ratio = (front: string, back: string) => {
      const [one, other] = [tokens.get(front)?.[scheme], tokens.get(back)?.[scheme]];
      if (!one || !other) throw new Error(`no token ${front} or ${back}`);
      return contrast(one, other);
    };

    it.each(TEXT)('text %s on %s can be read', (ink, ground) => {
      expect(ratio(ink, ground)).toBeGreaterThanOrEqual(forText);
    });

    it.each(EDGES)('control edge %s on %s can be seen', (edge, ground) => {
      expect(ratio(edge, ground)).toBeGreaterThanOrEqual(forEdges);
    });
  });
});

it('high contrast has the same colours, whether it is chosen or asked of the system', () => {
  expect(tokensIn(chosen).size).toBe(13);
  expect(tokensIn(asked)).toEqual(tokensIn(chosen));
});

it('the ratio of black on white is 21, of a known grey 4.54', () => {
  expect(contrast(toLinear('0 0 0'), toLinear('1 0 0'))).toBeCloseTo(21, 1);
  expect(contrast(toLinear('0.5673 0 0'), toLinear('1 0 0'))).toBeCloseTo(4.54, 1);
});
