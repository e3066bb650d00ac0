// @vitest-environment jsdom
import { mount, tick, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TextFlow } from '../chat/live';
import type { Turn } from '../chat/turn.svelte';
import Growing from '../testing/Growing.svelte';
import { BlockSplitter } from './blocks';
import { parser } from './parser';

afterEach(() => vi.restoreAllMocks());

const PARAGRAPH = 'Some words in a paragraph, *more* of them.\n\n';

describe('a reply that is written', () => {
  it('is drawn again only at its end', async () => {
    const shown = mount(Growing, { target: document.body });
    shown.show(PARAGRAPH.repeat(100) + 'And');
    await tick();
    const rendered = vi.spyOn(parser, 'render');

    shown.show(PARAGRAPH.repeat(100) + 'And so');
    await tick();
    shown.show(PARAGRAPH.repeat(100) + 'And so on');
    await tick();

    expect(rendered.mock.calls.map(([source]) => source)).toEqual(['And so', 'And so on']);
    await unmount(shown);
  });

  it('is parsed as little while it grows, however long it is', () => {
    const parsed = vi.spyOn(parser, 'parse');
    const splitter = new BlockSplitter();
    splitter.split(PARAGRAPH.repeat(500));
    parsed.mockClear();

    const text = PARAGRAPH.repeat(500) + PARAGRAPH;
    for (let end = PARAGRAPH.length * 500; end <= text.length; end++) {
      splitter.split(text.slice(0, end));
    }

    const longest = Math.max(...parsed.mock.calls.map(([source]) => source.length));
    expect(longest).toBeLessThanOrEqual(PARAGRAPH.length);
    expect(parsed.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('grows at most once in a frame, however many pieces come', () => {
    const frames: FrameRequestCallback[] = [];
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
    const grown: string[] = [];
    const flow = new TextFlow(
      { grow: (piece: string) => grown.push(piece) } as Partial<Turn> as Turn,
      false,
    );

    for (const piece of 'abc') flow.add(piece);
    for (const frame of frames.splice(0)) frame(0);
    for (const piece of 'de') flow.add(piece);
    for (const frame of frames.splice(0)) frame(0);

    expect(grown).toEqual(['abc', 'de']);
  });
});
