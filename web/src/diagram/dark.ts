const SYSTEM = matchMedia('(prefers-color-scheme: dark)');

/** Whether the page is shown in dark colours. */
export function pageIsDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === 'dark' || (theme !== 'light' && SYSTEM.matches);
}

/** Calls back whenever the colours of the page may have changed. */
export function whenColoursChange(callback: () => void): void {
  SYSTEM.addEventListener('change', callback);
  new MutationObserver(callback).observe(document.documentElement, {
    attributeFilter: ['data-theme'],
  });
}
