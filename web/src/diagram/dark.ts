import { isDarkTheme, SYSTEM } from '../design/dark';

/** Whether the page is shown in dark colours. */
export function pageIsDark(): boolean {
  return isDarkTheme(document.documentElement.dataset.theme);
}

/** Calls back whenever the colours of the page may have changed. */
export function whenColoursChange(callback: () => void): void {
  SYSTEM.addEventListener('change', callback);
  new MutationObserver(callback).observe(document.documentElement, {
    attributeFilter: ['data-theme'],
  });
}
