export const PAGE_THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type PageTheme = (typeof PAGE_THEMES)[number];

/** Shows the page in these colours from now on. */
export function applyTheme(theme: PageTheme): void {
  document.documentElement.dataset.theme = theme;
}
