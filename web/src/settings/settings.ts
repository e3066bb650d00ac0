export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What a person chose; kept in the browser. */
export interface Settings {
  temperature: number;
  systemPrompt: string;
  /** None: until the model ends its reply or its context is full. */
  maxTokens: number | null;
  theme: Theme;
}

export const DEFAULTS: Readonly<Settings> = {
  temperature: 0.4,
  systemPrompt: '',
  maxTokens: 1024, // a small model that goes round in circles would write for minutes
  theme: 'system',
};

export const TEMPERATURE = { min: 0, max: 2, step: 0.1 } as const;
export const MAX_TOKENS = { min: 1, max: 1_000_000 } as const;
export const SYSTEM_PROMPT_CHARACTERS = 20_000;

const NAME = 'chatwright.settings';

/** Returns the kept settings; what is missing or makes no sense is the default. */
export function readSettings(storage: Storage): Settings {
  return parseSettings(storage.getItem(NAME));
}

/** Keeps the settings. A browser that refuses storage keeps them until the page closes. */
export function keepSettings(storage: Storage, settings: Settings): void {
  try {
    storage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // Private windows and full storage: the settings hold for this page.
  }
}

export function parseSettings(json: string | null): Settings {
  const kept = fieldsIn(json);
  return {
    temperature: within(kept.temperature, TEMPERATURE) ?? DEFAULTS.temperature,
    systemPrompt: sentence(kept.systemPrompt)?.slice(0, SYSTEM_PROMPT_CHARACTERS) ?? '',
    maxTokens: kept.maxTokens === null ? null : limit(kept.maxTokens),
    theme: THEMES.find((theme) => theme === kept.theme) ?? DEFAULTS.theme,
  };
}

/** Returns the token limit that was typed: a number, none, or `undefined` when it is not one. */
export function parseMaxTokens(typed: string): number | null | undefined {
  const digits = typed.trim();
  if (digits === '') return null;
  return /^\d+$/.test(digits) ? within(Number(digits), MAX_TOKENS) : undefined;
}

function fieldsIn(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function within(value: unknown, range: { min: number; max: number }): number | undefined {
  return typeof value === 'number' && value >= range.min && value <= range.max ? value : undefined;
}

function limit(value: unknown): number | null {
  return Number.isInteger(value)
    ? (within(value, MAX_TOKENS) ?? DEFAULTS.maxTokens)
    : DEFAULTS.maxTokens;
}

function sentence(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
