// @vitest-environment jsdom
import { mount, tick, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { TextFlow } from '../chat/live';
import type { Turn } from '../chat/turn.svelte';
import Growing from '../testing/Growing.svelte';
import { BlockSplitter } from './blocks';
import { parser } from './parser';

/** What the parser was given since it was emptied last. */
const parsed: string[] = [];
parser.core.ruler.push('note what is parsed', ({ src }) => void parsed.push(src));

afterEach(() => (parsed.length = 0));

const PARAGRAPH = 'Some words in a paragraph, *more* of them.\n\n';

describe('a reply that is written', () => {
  it('is drawn again only at its end', async () => {
    const shown = mount(Growing, { target: document.body });
    shown.show(PARAGRAPH.repeat(100) + 'And');
    await tick();
    parsed.length = 0;

    shown.show(PARAGRAPH.repeat(100) + 'And *so');
    await tick();
    shown.show(PARAGRAPH.repeat(100) + 'And *so*');
    await tick();

    expect(parsed).toEqual(['And *so', 'And *so*']);
    await unmount(shown);
  });

  it('is not drawn again for words after words', async () => {
    const shown = mount(Growing, { target: document.body });
    shown.show('And');
    await tick();
    parsed.length = 0;

    shown.show('And so');
    await tick();
    shown.show('And so on');
    await tick();

    expect(parsed).toEqual([]);
    expect(document.querySelector('.markdown')?.textContent.trim()).toBe('And so on');
    await unmount(shown);
  });

  it('is parsed as little while it grows, however long it is', () => {
    const splitter = new BlockSplitter();
    splitter.split(PARAGRAPH.repeat(500));
    parsed.length = 0;

    const text = PARAGRAPH.repeat(500) + PARAGRAPH;
    for (let end = PARAGRAPH.length * 500; end <= text.length; end++) {
      splitter.split(text.slice(0, end));
    }

    const longest = Math.max(...parsed.map((source) => source.length));
    expect(longest).toBeLessThanOrEqual(PARAGRAPH.length);
    expect(parsed.length).toBeLessThanOrEqual(4);
  });

  it('is looked at once, also when it is one line of 200,000 letters', () => {
    const splitter = new BlockSplitter();
    const line = 'word '.repeat(40_000);

    expect(splitter.split(line)).toEqual([line]);
    expect(parsed).toEqual([]);
  });

  it('grows at most once in a frame, however many pieces come', async () => {
    const grown: string[] = [];
    const flow = new TextFlow(
      { grow: (piece: string) => grown.push(piece) } as Partial<Turn> as Turn,
      false,
    );

    for (const piece of 'abc') flow.add(piece);
    await new Promise(requestAnimationFrame);
    for (const piece of 'de') flow.add(piece);
    await new Promise(requestAnimationFrame);

    expect(grown).toEqual(['abc', 'de']);
  });
});
