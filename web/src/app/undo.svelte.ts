import { announcer } from '../page/announcer.svelte';

const SHOWN_MILLIS = 10_000;

/** What was just done, with the way back. */
class Undo {
  message = $state('');
  action = $state.raw<() => Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Tells what was done and offers to undo it. */
  offer(message: string, action: () => Promise<void>): void {
    this.#show(message);
    this.action = action;
  }

  /** Tells something that cannot be undone, such as that nothing was done. */
  tell(message: string): void {
    this.#show(message);
    this.action = undefined;
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.message = '';
    this.action = undefined;
  }

  #show(message: string): void {
    clearTimeout(this.#timer);
    this.message = message;
    announcer.say(message);
    this.#timer = setTimeout(() => this.dismiss(), SHOWN_MILLIS);
  }
}

export const undo = new Undo();
