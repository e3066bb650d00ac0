/** Whether the system wants dark colours. */
export const SYSTEM = matchMedia('(prefers-color-scheme: dark)');

/** Returns whether a theme is dark; what is neither dark nor light follows the system. */
export function isDarkTheme(theme: string | null | undefined): boolean {
  return theme === 'dark' || (theme !== 'light' && SYSTEM.matches);
}
