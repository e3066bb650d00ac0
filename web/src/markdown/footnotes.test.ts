// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { enrich } from './enrich';
import { renderBlock } from './render';

/** A reply on the page, drawn block by block and finished in that order. */
async function reply(...blocks: string[]): Promise<HTMLElement> {
  const whole = document.createElement('div');
  document.body.replaceChildren(whole);
  for (const source of blocks) {
    const block = document.createElement('div');
    block.append(renderBlock(source));
    whole.append(block);
    await enrich(block);
  }
  return whole;
}

const button = (element: HTMLElement, name: string) =>
  element.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`);

describe('a footnote', () => {
  it.each([[['So[^1].', '[^1]: Because.']], [['[^1]: Because.', 'So[^1].']]])(
    'is joined with its reference, whichever comes first: %j',
    async (blocks) => {
      const element = await reply(...blocks);

      button(element, 'Footnote 1')?.click();
      expect(document.activeElement?.textContent).toContain('Because.');
      button(element, 'Back from footnote 1')?.click();
      expect(document.activeElement).toBe(button(element, 'Footnote 1'));
    },
  );

  it('may have several references, and each gets its button', async () => {
    const element = await reply('a[^n] b[^n]', '[^n]: note');

    expect(element.querySelectorAll('button[aria-label="Footnote n"]')).toHaveLength(2);
    expect(element.querySelectorAll('.footnote-back')).toHaveLength(1);
  });

  it('goes on over lines, and ends at the next one', async () => {
    const element = await reply('[^1]: one\n  *more*\n[^2]: two');

    const notes = [...element.querySelectorAll('.footnote')].map((note) => note.textContent.trim());
    expect(notes).toEqual(['1 one\nmore', '2 two']);
  });

  it('is found again after it was drawn anew', async () => {
    const element = await reply('So[^1].', '[^1]: Because');
    const last = element.lastElementChild as HTMLElement;
    last.replaceChildren(renderBlock('[^1]: Because of that.'));
    await enrich(last);

    button(element, 'Footnote 1')?.click();
    expect(document.activeElement?.textContent).toContain('Because of that.');
    expect(button(element, 'Back from footnote 1')).not.toBeNull();
  });

  it.each([
    ['So[^1].', 'So[^1].'],
    ['the class [^a]', 'the class [^a]'],
    ['[^1]:', '[^1]:'],
    ['[^a b]', '[^a b]'],
    ['[^1](https://e.org)', '^1'],
  ])('is not made of %j alone, whose words stay', async (source, words) => {
    const element = await reply(source);

    expect(element.querySelector('button')).toBeNull();
    expect(element.textContent.trim()).toBe(words);
  });
});
