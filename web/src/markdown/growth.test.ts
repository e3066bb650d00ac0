// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { MARKDOWN_ENDS, MARKDOWN_PIECES } from '../testing/markdown';
import { randomFrom, SEEDS } from '../testing/random';
import { growInPlace } from './growth';
import { renderBlock } from './render';

function drawn(markdown: string): HTMLElement {
  const element = document.createElement('div');
  element.append(renderBlock(markdown));
  return element;
}

/** Grows `before` to `after`; returns whether it could be done in place, and what is shown then. */
function grown(before: string, after: string): [boolean, string] {
  const element = drawn(before);
  return [growInPlace(element, before, after), element.innerHTML];
}

const WORDS = ['a', ' more', ' of it', ', then', '.', '!', ' 2', '1', '-', "'s", ' é', '日本', '?'];

describe('words at the end of a block', () => {
  it.each([
    ['A word', ' and another'],
    ['**Bold** words ', 'go on'],
    ['- one\n- tw', 'o'],
    ['> quoted', ' still'],
    ['# Title', ' 1'],
    ['**open and', ' not closed'],
    ['First line\nsecond', ' line'],
  ])('%j grows in place by %j', (before, piece) => {
    expect(grown(before, before + piece)).toEqual([true, drawn(before + piece).innerHTML]);
  });

  it.each([
    ['an *open', '* mark'],
    ['https://example', '.org'],
    ['1.', ' one'],
    ['- ', 'one'],
    ['```j', 's'],
    ['    indented', ' code'],
    ['a|b\n-|-\nx', 'y'],
    ['word', '\nline'],
    ['word', ' '],
    ['One', 'Two'.replace('T', 't*')],
  ])('%j is drawn again for %j', (before, piece) => {
    const [inPlace, html] = grown(before, before + piece);

    expect(inPlace).toBe(false);
    expect(html).toBe(drawn(before).innerHTML);
  });

  it('is not taken for a growth when the text is another one', () => {
    expect(grown('One word', 'Two words')[0]).toBe(false);
  });

  it('looks at a word of a million letters once', () => {
    const word = 'a'.repeat(1_000_000);

    expect(grown(word, `${word} b`)).toEqual([true, `<p>${word} b</p>\n`]);
    expect(grown(`${word}*`, `${word}* b`)[0]).toBe(false);
  });

  it.each(SEEDS.flatMap((seed) => [seed, seed + 1000, seed + 2000]))(
    'Property: what grew in place looks as if it were drawn again (seed %i)',
    (seed) => {
      const random = randomFrom(seed);
      let inPlace = 0;
      for (let round = 0; round < 60; round++) {
        const pieces = Array.from({ length: 1 + random.below(5) }, () =>
          random.below(3) === 0
            ? random.pick(WORDS)
            : random.pick(MARKDOWN_PIECES) + random.pick(MARKDOWN_ENDS),
        );
        const before = pieces.join('') + random.pick(['', '', ' word', ' ', random.pick(WORDS)]);
        const after = before + random.pick(WORDS);
        const [grew, html] = grown(before, after);
        if (!grew) continue;
        inPlace++;
        expect(html, JSON.stringify([before, after])).toBe(drawn(after).innerHTML);
      }
      expect(inPlace).toBeGreaterThan(0);
    },
  );
});
