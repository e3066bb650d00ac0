import { describe, expect, it } from 'vitest';
import { randomFrom, SEEDS } from '../testing/random';
import { MAX_LINE_CHARACTERS, SseParser } from './sse';

function parse(...pieces: Uint8Array[]): string[] {
  const events: string[] = [];
  const parser = new SseParser((data) => events.push(data));
  pieces.forEach((piece) => parser.push(piece));
  parser.end();
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('SseParser', () => {
  it.each([
    ['one event', 'data: a\n\n', ['a']],
    ['lines that end like Windows and old Macs', 'data: a\r\n\r\ndata: b\r\r', ['a', 'b']],
    ['several data lines as one event', 'data: a\ndata: b\n\n', ['a\nb']],
    ['only one space taken away', 'data:  a\n\ndata:b\n\n', [' a', 'b']],
    ['comments and names passed over', ': hi\nevent: x\nid: 1\ndata: a\n\n', ['a']],
    ['empty events passed over', '\n\nevent: ping\n\ndata: a\n\n', ['a']],
    ['an unfinished event dropped', 'data: a\n\ndata: b', ['a']],
  ])('reads %s', (_name, stream, expected) => {
    expect(parse(bytes(stream))).toEqual(expected);
  });

  it('hands over the id of each event, and keeps one until the next comes', () => {
    const seen: string[] = [];
    const parser = new SseParser((data, id) => seen.push(`${id}=${data}`));

    parser.push(bytes('data: a\n\nid: 7\ndata: b\n\ndata: c\n\n'));

    expect(seen).toEqual(['=a', '7=b', '7=c']);
  });

  it.each(SEEDS)(
    'Property: cuts anywhere, inside characters too, change nothing (seed %i)',
    (seed) => {
      const random = randomFrom(seed);
      const texts = Array.from({ length: 20 }, () => random.text('aé€😀 :{}"\\', 12));
      const stream = bytes(
        texts.map((text) => `data: ${text}${random.pick(['\n\n', '\r\n\r\n', '\r\r'])}`).join(''),
      );

      const pieces = random.cuts(stream.length, 40).map(([from, to]) => stream.slice(from, to));

      expect(parse(...pieces)).toEqual(texts);
    },
  );

  it('refuses a line without end', () => {
    const parser = new SseParser(() => undefined);

    expect(() => parser.push(bytes('a'.repeat(MAX_LINE_CHARACTERS + 1)))).toThrow(RangeError);
  });
});
