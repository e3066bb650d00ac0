import { DEFAULTS, keepSettings, readSettings, type Settings } from './settings';

/** The settings in use; every change is kept and applied to the page. */
export const settings: Settings = $state(readSettings(localStorage));

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
let systemIsDark = $state(prefersDark.matches);
prefersDark.addEventListener('change', (event) => (systemIsDark = event.matches));

/** Returns whether the page is dark now. */
export function isDark(): boolean {
  return settings.theme === 'system' ? systemIsDark : settings.theme === 'dark';
}

/** Puts every setting back. */
export function restoreDefaults(): void {
  Object.assign(settings, DEFAULTS);
}

/** Starts keeping the settings and applying the theme. Called once, with the page. */
export function watchSettings(): void {
  $effect(() => keepSettings(localStorage, $state.snapshot(settings)));
  $effect(() => {
    document.documentElement.dataset.theme = settings.theme;
  });
}
