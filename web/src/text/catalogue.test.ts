import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { text } from './catalogue';

type Leaf = [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

const components = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.svelte'),
);

describe('the catalogue', () => {
  it.each(leaves(text))('has words at %s', (_path, value) => {
    const words = typeof value === 'function' ? String(value('1', 1)) : value;

    expect(words).toMatch(/\S/);
    expect(words).not.toMatch(/!|completion|end user|undefined/i);
  });

  it('finds the components', () => {
    expect(components.length).toBeGreaterThan(10);
  });

  it.each(components)('holds every sentence of %s', (file) => {
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
