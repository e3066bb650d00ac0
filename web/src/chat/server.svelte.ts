import { readHealth, type Health } from '../api/health';

const WHILE_LOADING_MILLIS = 500;
const WHILE_READY_MILLIS = 15_000;
/** A server that stays away is asked less and less often, up to this pause. */
const LONGEST_AWAY_MILLIS = 8000;

/** What is done when the state of the server changes. */
export interface Turns {
  readonly onReady?: () => void;
  /** The server answers; it did not, or it was not known whether it would. */
  readonly onReached?: () => void;
}

/** What this page knows of the server; asked again as long as the page is open. */
export class Server {
  health = $state<Health>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #away = 0;
  #stopped = false;
  #turns: Turns;
  #onNetwork = () => void this.watch();

  constructor(turns: Turns) {
    this.#turns = turns;
    addEventListener('online', this.#onNetwork);
    addEventListener('offline', this.#onNetwork);
  }

  get ready(): boolean {
    return this.health?.status === 'ready';
  }

  get reached(): boolean {
    return this.health !== undefined && this.health.status !== 'unreachable';
  }

  /** Asks now, and from then on as often as the state deserves. */
  async watch(): Promise<void> {
    clearTimeout(this.#timer);
    const before = { ready: this.ready, reached: this.reached };
    const health = await readHealth();
    if (this.#stopped) return;
    this.health = health;
    if (this.reached && !before.reached) this.#turns.onReached?.();
    if (this.ready && !before.ready) this.#turns.onReady?.();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.watch(), this.#pause());
  }

  #pause(): number {
    this.#away = this.reached ? 0 : this.#away + 1;
    if (this.ready) return WHILE_READY_MILLIS;
    return Math.min(LONGEST_AWAY_MILLIS, WHILE_LOADING_MILLIS * 2 ** Math.max(0, this.#away - 1));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    removeEventListener('online', this.#onNetwork);
    removeEventListener('offline', this.#onNetwork);
  }
}
