/** Where a person is. */
export interface Place {
  readonly page: PageName;
  /** The conversation's id or the section's name, where the address has one. */
  readonly part?: string;
  /** What follows the # of the address: a message's id, or a token that no server may see. */
  readonly fragment: string;
}

const PAGES = [
  ['chat', /^\/$/],
  ['chat', /^\/c\/([\w-]+)$/],
  ['temporary', /^\/temporary$/],
  ['settings', /^\/settings(?:\/([\w-]+))?$/],
  ['administration', /^\/administration(?:\/([\w-]+))?$/],
  ['models', /^\/models$/],
  ['personas', /^\/personas$/],
  ['prompts', /^\/prompts$/],
  ['archive', /^\/archive$/],
  ['trash', /^\/trash$/],
  ['shared', /^\/shared$/],
  ['signIn', /^\/sign-in$/],
  ['setUp', /^\/setup$/],
  ['join', /^\/join$/],
] as const;

export type PageName = (typeof PAGES)[number][0] | 'unknown';

/** Returns the place that an address stands for. */
export function placeAt({ pathname, hash }: { pathname: string; hash: string }): Place {
  for (const [page, pattern] of PAGES) {
    const match = pattern.exec(pathname);
    if (match) return { page, ...(match[1] && { part: match[1] }), fragment: hash.slice(1) };
  }
  return { page: 'unknown', fragment: hash.slice(1) };
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
  if (link.origin !== location.origin) return;
  if (/^\/(api|v1|assets)\//.test(link.pathname)) return;
  event.preventDefault();
  router.go(link.pathname + link.hash);
}
