import { readHealth, type Health } from '../api/health';

const WHILE_LOADING_MILLIS = 500;
const WHILE_READY_MILLIS = 15_000;

/** What this page knows of the server; asked again as long as the page is open. */
export class Server {
  health = $state<Health>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onReady: () => void;

  constructor(onReady: () => void) {
    this.#onReady = onReady;
  }

  get ready(): boolean {
    return this.health?.status === 'ready';
  }

  /** Asks now, and from then on as often as the state deserves. */
  async watch(): Promise<void> {
    clearTimeout(this.#timer);
    const before = this.ready;
    this.health = await readHealth();
    if (this.ready && !before) this.#onReady();
    clearTimeout(this.#timer);
    const pause = this.ready ? WHILE_READY_MILLIS : WHILE_LOADING_MILLIS;
    this.#timer = setTimeout(() => void this.watch(), pause);
  }

  /** Distrusts what was known, because a request found the server not ready, and asks again. */
  doubt(): void {
    this.health = { status: 'loading' };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.watch(), WHILE_LOADING_MILLIS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
