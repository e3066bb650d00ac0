import { pageAt } from './pages';

/** Where a person is. */
export interface Place {
  readonly page: 'chat' | 'temporary' | 'archive' | 'trash' | 'beside' | 'unknown';
  readonly path: string;
  /** The id of the conversation, where the address has one. */
  readonly conversation?: string;
  /** What follows the # of the address: a message's id, or a token that no server may see. */
  readonly fragment: string;
}

const CONVERSATION = /^\/c\/([\w-]+)$/;
const OWN = ['temporary', 'archive', 'trash'] as const;

/** Returns the place that an address stands for. */
export function placeAt({ pathname: path, hash }: { pathname: string; hash: string }): Place {
  const fragment = hash.slice(1);
  const conversation = CONVERSATION.exec(path)?.[1];
  if (conversation !== undefined) return { page: 'chat', path, conversation, fragment };
  if (path === '/' || path === '/index.html') return { page: 'chat', path, fragment };
  const own = OWN.find((name) => path === `/${name}`);
  return { page: own ?? (pageAt(path) ? 'beside' : 'unknown'), path, fragment };
}

/** The address as state: reading `place` is enough to follow it. */
class Router {
  place = $state.raw(placeAt(location));

  /** Goes to a path of this page; `replace` leaves no step back to where one was. */
  go(path: string, { replace = false } = {}): void {
    if (path === location.pathname + location.hash) return;
    if (replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    this.look();
  }

  /** Looks where the address is now. */
  look(): void {
    this.place = placeAt(location);
  }
}

export const router = new Router();

addEventListener('popstate', () => router.look());
document.addEventListener('click', followLink);

/** Links of this page are followed without loading it again, unless another tab is asked for. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || link.target || link.hasAttribute('download')) return;
  if (link.origin !== location.origin || placeAt(link).page === 'unknown') return;
  event.preventDefault();
  router.go(link.pathname + link.hash);
}
