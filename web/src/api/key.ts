const NAME = 'chatwright.key';

/** Returns the API key of this tab, or an empty string. It leaves with the tab. */
export function apiKey(): string {
  return sessionStorage.getItem(NAME) ?? '';
}

/** Keeps the key for this tab; an empty one is forgotten. */
export function keepApiKey(key: string): void {
  if (key === '') sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, key);
}

/** Returns the headers that prove who asks. */
export function keyHeaders(): Record<string, string> {
  const key = apiKey();
  return key === '' ? {} : { authorization: `Bearer ${key}` };
}
