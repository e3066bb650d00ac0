import { text } from '../text/catalogue';
import { duration } from '../text/numbers';

const WITHOUT_WORD_SECONDS = 30;

/** The time that the server asks a person to wait after too many tries. */
export class Wait {
  seconds = $state(0);
  /** Said once, not every second: a screen reader would read nothing else. */
  sentence = $state<string>();
  #timer: ReturnType<typeof setInterval> | undefined;

  start(seconds: number = WITHOUT_WORD_SECONDS): void {
    clearInterval(this.#timer);
    this.seconds = Math.max(1, Math.ceil(seconds));
    this.sentence = text.entrance.throttled(duration(this.seconds));
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  #tick(): void {
    this.seconds--;
    if (this.seconds > 0) return;
    clearInterval(this.#timer);
    this.sentence = text.entrance.tryNow;
  }
}
