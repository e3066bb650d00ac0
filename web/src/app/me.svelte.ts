import { api, type Schemas } from '../api/client';
import { isDarkTheme } from '../design/dark';
import { claimTab } from './tab-memory';

export type Settings = Schemas['Settings'];
export type Permission = Schemas['Permission'];

/** Who uses the page, and what they chose; it follows them from browser to browser. */
class Me {
  value = $state.raw<Schemas['Me']>();

  get settings(): Settings {
    return this.value?.settings ?? {};
  }

  get server(): Schemas['Me']['server'] | undefined {
    return this.value?.server;
  }

  may(permission: Permission): boolean {
    return this.value?.permissions.includes(permission) ?? false;
  }

  async load(): Promise<void> {
    this.take(await api.get('/api/me'));
  }

  take(value: Schemas['Me']): void {
    claimTab(sessionStorage, value.id);
    this.value = value;
  }

  async rename(name: string): Promise<void> {
    this.take(await api.patch('/api/me', { body: { name } }));
  }

  /** Changes settings: at once here, then on the server; a refusal puts them back. */
  async change(settings: Settings): Promise<void> {
    const before = this.value;
    if (before) this.value = { ...before, settings: { ...before.settings, ...settings } };
    try {
      this.take(await api.patch('/api/me', { body: { settings } }));
    } catch (error) {
      this.value = before;
      throw error;
    }
  }
}

export const me = new Me();

const THEME = 'chatwright.theme';

/** Applies the theme to the page, also the next time before it is known who comes. */
export function applyTheme(): void {
  $effect(() => {
    if (!me.value) return;
    const theme = me.settings.theme ?? 'system';
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME, theme);
  });
}

/** Shows the theme that was last in use here, until the person's own is known. */
export function showLastTheme(): void {
  document.documentElement.dataset.theme = localStorage.getItem(THEME) ?? 'system';
}

/** Returns whether the page is dark now. */
export function isDark(): boolean {
  return isDarkTheme(me.settings.theme);
}
