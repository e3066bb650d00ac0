/** `usual` is what the server takes when a person has set nothing. */
export const TEMPERATURE = { min: 0, max: 2, step: 0.1, usual: 0.4 } as const;
export const SYSTEM_PROMPT_CHARACTERS = 20_000;

const MAX_TOKENS = { min: 1, max: 1_000_000 } as const;

/** Returns the token limit that was typed: a number, none, or `undefined` when it is not one. */
export function parseMaxTokens(typed: string): number | null | undefined {
  const digits = typed.trim();
  if (digits === '') return null;
  const limit = /^\d+$/.test(digits) ? Number(digits) : NaN;
  return limit >= MAX_TOKENS.min && limit <= MAX_TOKENS.max ? limit : undefined;
}
