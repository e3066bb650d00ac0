import { follow } from '../api/follow';
import { parseEvent, type Notice } from '../api/reply-events';

type Listener = (notice: Notice) => void;

/** One piece of news on its way from the tab that watches to the others. */
interface Passed {
  readonly id: string;
  readonly notice: Notice;
}

/** A watch this young needs no second look at everything. */
const FRESH_MILLIS = 2000;

/**
 * What changes on the server, told to every tab of a person by the one tab that asks. When that tab
 * closes, the next takes over after the last thing that it heard.
 */
class Watch {
  #listeners = new Set<Listener>();
  #last = '';
  #started = 0;
  #stop: AbortController | undefined;

  /** Hears of changes until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts watching for one person; ends what was watched before. */
  start(personId: string): () => void {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#started = performance.now();
    const name = `chatwright.watch.${personId}`;
    const others = new BroadcastChannel(name);
    others.onmessage = ({ data }: MessageEvent<Passed>) => this.#tell(data);
    stop.signal.addEventListener('abort', () => others.close());
    void this.#lead(name, others, stop.signal);
    return () => stop.abort();
  }

  async #lead(name: string, others: BroadcastChannel, signal: AbortSignal): Promise<void> {
    const watching = () => this.#follow(others, signal);
    try {
      // Browsers have locks only where the connection is safe; elsewhere each tab asks by itself.
      if ('locks' in navigator) await navigator.locks.request(name, { signal }, watching);
      else await watching();
    } catch {
      // The tab leaves, or nobody is signed in any more.
    }
  }

  #follow(others: BroadcastChannel, signal: AbortSignal): Promise<void> {
    const pass = (id: string, notice: Notice) => {
      if (signal.aborted) return;
      others.postMessage({ id, notice } satisfies Passed);
      this.#tell({ id, notice });
    };
    return follow({
      address: '/api/events',
      after: this.#last,
      signal,
      onEvent: (data, id) => {
        const notice = parseEvent<Notice>(data);
        if (notice) pass(id, notice);
      },
      // Without an id the server cannot tell what was missed; a page that just began missed nothing.
      onConnected: (connected) => {
        const late = performance.now() - this.#started > FRESH_MILLIS;
        if (connected && this.#last === '' && late) pass('', { type: 'resync' });
      },
    });
  }

  #tell({ id, notice }: Passed): void {
    if (id !== '') this.#last = id;
    for (const listener of this.#listeners) listener(notice);
  }
}

export const watch = new Watch();
