/** How fast a reply came, as this page saw it. */
export interface Speed {
  readonly firstTokenSeconds: number;
  /** Absent when there were too few tokens to tell. */
  readonly tokensPerSecond?: number;
  readonly tokens: number;
}

/** Measures one reply: from the request to the first token, and from there to the last. */
export class SpeedMeter {
  #now: () => number;
  #started = 0;
  #first: number | undefined;
  #last = 0;
  #pieces = 0;
  #tokens: number | undefined;

  /** @param now the clock, in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  start(): void {
    this.#started = this.#now();
  }

  /** Notes that a piece of text came. */
  token(): void {
    this.#last = this.#now();
    this.#first ??= this.#last;
    this.#pieces++;
  }

  /** Notes the server's own count, which is right where pieces are not tokens. */
  counted(tokens: number): void {
    this.#tokens = tokens;
  }

  speed(): Speed | undefined {
    if (this.#first === undefined) return undefined;
    const tokens = this.#tokens ?? this.#pieces;
    const seconds = (this.#last - this.#first) / 1000;
    return {
      firstTokenSeconds: (this.#first - this.#started) / 1000,
      ...(tokens > 1 && seconds > 0 && { tokensPerSecond: (tokens - 1) / seconds }),
      tokens,
    };
  }
}
