/** Runs something when the page has nothing better to do; not every browser knows when that is. */
export function whenIdle(action: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(action, { timeout: 3000 });
  else setTimeout(action, 1000);
}
