import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENGLISH, LANGUAGES } from './languages';
import { leaves, missing } from './shape';

const en = await ENGLISH.load();
const catalogues = await Promise.all(
  LANGUAGES.map(async ({ tag, load }) => ({ tag, sentences: await load() })),
);

const components = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.svelte'),
);

describe.each(catalogues)('the catalogue of $tag', ({ sentences }) => {
  it('says everything that the English one says, with the same values', () => {
    expect(missing(en, sentences)).toEqual([]);
    expect(missing(sentences, en)).toEqual([]);
  });

  it.each(leaves(sentences))('has words at %s', (_path, value) => {
    const words = typeof value === 'function' ? String(value('1', 1)) : value;

    expect(words).toMatch(/\S/);
    expect(words).not.toMatch(/!|completion|end user|undefined/i);
  });

  it.each(leaves(sentences))('puts the values that it is given into %s', (path, value) => {
    if (typeof value !== 'function' || path === 'list.archiveAbout') return;

    const [one, other] = [value('1', 1), value('7', 7)] as [string, string];

    expect(one).not.toBe(other);
  });
});

describe('the components', () => {
  it('are found', () => {
    expect(components.length).toBeGreaterThan(10);
  });

  it.each(components)('take every sentence from the catalogue in %s', (file) => {
    const markup = readFileSync(join('src', file), 'utf8')
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/=>/g, '');
    const written = markup
      .replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '')
      .match(/>[^<]*[a-z]{2}[^<]*</gi);

    expect(written).toBeNull();
    expect(markup).not.toMatch(/(?:aria-label|title|placeholder|alt)="[^"{]*[a-z]/i);
  });
});
