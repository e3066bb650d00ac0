/**
 * Runs something once the page has shown something and has nothing better to do: on a slow network
 * it would otherwise take the line from what is to be shown.
 */
export function whenIdle(action: () => void): void {
  const shown = new PerformanceObserver((entries) => {
    if (entries.getEntriesByName('first-contentful-paint').length === 0) return;
    shown.disconnect();
    // Not every browser knows when it is idle.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(action, { timeout: 3000 });
    else setTimeout(action, 1000);
  });
  shown.observe({ type: 'paint', buffered: true });
}
