/** What one build of the page is made of; the build writes it into the worker. */
export interface Build {
  /** Another one for every build. */
  readonly id: string;
  /** The first page, its icon, and every script and style sheet that the page itself may need. */
  readonly files: readonly string[];
  /** The script of the first page, by which a page is known to be of this build. */
  readonly entry: string;
}

/** What of a request decides who answers it. */
export type Asked = Pick<Request, 'method' | 'url' | 'mode' | 'destination'>;

/** `fresh` comes from the server, and from here only without one; `kept` never changes. */
export type Plan = 'fresh' | 'kept';

const PREFIX = 'chatwright-shell-';
const PAGE = '/';
/** A file is the same whoever asks for it. */
const KEPT = { ignoreVary: true };
const ICON = '/favicon.svg';
const ASSETS = '/assets/';
/** First parts of paths that are not the client's: nothing of them is ever kept, or made up here. */
const SERVERS_OWN = ['api', 'v1', 'health', 'metrics', 'actuator'];

/** Returns how the worker answers a request; most are none of its business. */
export function planFor(
  { method, url, mode, destination }: Asked,
  origin: string,
): Plan | undefined {
  const at = new URL(url);
  if (method !== 'GET' || at.origin !== origin) return undefined;
  if (mode === 'navigate') {
    return destination === 'document' && isPage(at.pathname) ? 'fresh' : undefined;
  }
  if (at.pathname === ICON) return 'fresh';
  return at.pathname.startsWith(ASSETS) ? 'kept' : undefined;
}

function isPage(path: string): boolean {
  const [, first = ''] = path.split('/');
  return !SERVERS_OWN.includes(first) && !path.includes('.');
}

/**
 * The page as one build made it, kept for when there is no server. Nothing that anybody wrote is in
 * it. The build before stays too, for tabs that still show it.
 */
export class Shell {
  #build: Build;
  #caches: CacheStorage;
  #ask: typeof fetch;

  constructor(build: Build, storage: CacheStorage, ask: typeof fetch) {
    this.#build = build;
    this.#caches = storage;
    this.#ask = ask;
  }

  /**
   * Keeps every file of the build, or none.
   *
   * @throws Error when the server has another build by now; its own worker comes next
   */
  async install(): Promise<void> {
    const cache = await this.#caches.open(this.#name);
    try {
      await cache.addAll(this.#build.files);
      const page = await (await cache.match(PAGE, KEPT))?.text();
      if (!page?.includes(this.#build.entry)) throw new Error('the page is of another build');
    } catch (error) {
      await this.#caches.delete(this.#name);
      throw error;
    }
  }

  /** Forgets all builds but this one and the one before. */
  async forgetOld(): Promise<void> {
    const others = (await this.#caches.keys()).filter(
      (name) => name.startsWith(PREFIX) && name !== this.#name,
    );
    await Promise.all(others.slice(0, -1).map((name) => this.#caches.delete(name)));
  }

  answer(request: Request, plan: Plan): Promise<Response> {
    return plan === 'fresh' ? this.#fresh(request) : this.#kept(request);
  }

  async #fresh(request: Request): Promise<Response> {
    try {
      return await this.#ask(request);
    } catch (error) {
      const cache = await this.#caches.open(this.#name);
      const kept = await cache.match(request.mode === 'navigate' ? PAGE : request, KEPT);
      if (!kept) throw error;
      return kept;
    }
  }

  /** A name with a hash in it means the same bytes in whichever build. */
  async #kept(request: Request): Promise<Response> {
    const kept = await this.#caches.match(request, KEPT);
    if (kept) return kept;
    const answer = await this.#ask(request);
    if (answer.ok) {
      const cache = await this.#caches.open(this.#name);
      await cache.put(request, answer.clone());
    }
    return answer;
  }

  get #name(): string {
    return PREFIX + this.#build.id;
  }
}
