/** Receives the data of each complete server-sent event, and the newest id that was given. */
export type OnData = (data: string, id: string) => void;

const LINE_END = /\r\n|\r|\n/;

/** Longest line that is held while its end is awaited; a server that sends more is not ours. */
export const MAX_LINE_CHARACTERS = 1_000_000;

/**
 * Takes server-sent events apart, however the network cut them into pieces.
 *
 * Only `data` and `id` fields are of use to the chat; comments and event names are passed over.
 */
export class SseParser {
  #decoder = new TextDecoder();
  #rest = '';
  #data: string[] = [];
  #id = '';
  #onData: OnData;

  constructor(onData: OnData) {
    this.#onData = onData;
  }

  /** Takes the next piece of the stream. */
  push(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Says that the stream is over. An event without its closing empty line is dropped, as the format demands. */
  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#rest === '\r') this.#line('');
    this.#rest = '';
    this.#data = [];
  }

  #take(text: string): void {
    this.#rest += text;
    for (;;) {
      const end = LINE_END.exec(this.#rest);
      // A carriage return at the very end may be the first half of a line end.
      if (!end || (end[0] === '\r' && end.index === this.#rest.length - 1)) break;
      const line = this.#rest.slice(0, end.index);
      this.#rest = this.#rest.slice(end.index + end[0].length);
      this.#line(line);
    }
    if (this.#rest.length > MAX_LINE_CHARACTERS) {
      throw new RangeError(`a line of the stream is longer than ${MAX_LINE_CHARACTERS} characters`);
    }
  }

  #line(line: string): void {
    if (line === '') {
      this.#dispatch();
    } else if (line === 'data') {
      this.#data.push('');
    } else if (line.startsWith('data:')) {
      this.#data.push(line.slice(line[5] === ' ' ? 6 : 5));
    } else if (line.startsWith('id:')) {
      this.#id = line.slice(3).trim();
    }
  }

  #dispatch(): void {
    if (this.#data.length === 0) return;
    const data = this.#data.join('\n');
    this.#data = [];
    this.#onData(data, this.#id);
  }
}
