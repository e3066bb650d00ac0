import type { Progress } from '../api/health';

/** How fast a download goes. */
export interface Pace {
  readonly bytesPerSecond: number;
  readonly secondsLeft: number;
}

const QUIET_MILLIS = 2000;

/** Tells the pace of a download from what is done at different times; silent for two seconds. */
export class ProgressMeter {
  #now: () => number;
  #first: { at: number; doneBytes: number } | undefined;

  /** @param now the clock, in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  observe(progress: Progress): Pace | undefined {
    const at = this.#now();
    if (!this.#first || progress.doneBytes < this.#first.doneBytes) {
      this.#first = { at, doneBytes: progress.doneBytes };
    }
    const millis = at - this.#first.at;
    const done = progress.doneBytes - this.#first.doneBytes;
    if (millis < QUIET_MILLIS || done === 0) return undefined;
    const bytesPerSecond = (done * 1000) / millis;
    return {
      bytesPerSecond,
      secondsLeft: (progress.totalBytes - progress.doneBytes) / bytesPerSecond,
    };
  }
}
