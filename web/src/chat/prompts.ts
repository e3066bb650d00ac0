/** Something to fill in before a prompt can be used. */
export interface Variable {
  readonly name: string;
  readonly fallback: string;
}

const PLACE = /\{\{\s*([^{}|]{1,100}?)\s*(?:\|([^{}]{0,1000}))?\}\}/g;

/** Returns what a prompt asks to be filled in, each once, in order. */
export function variablesIn(prompt: string): Variable[] {
  const found = new Map<string, Variable>();
  for (const [, name = '', fallback = ''] of prompt.matchAll(PLACE)) {
    if (!found.has(name)) found.set(name, { name, fallback });
  }
  return [...found.values()];
}

/** Returns the prompt with its places filled in. */
export function fill(prompt: string, values: Readonly<Record<string, string>>): string {
  return prompt.replace(PLACE, (_, name: string, fallback = '') => values[name] || fallback);
}

/** Returns the prompts whose command or title holds what was typed; those that begin with it first. */
export function matching<P extends { command: string; title?: string }>(
  prompts: readonly P[],
  typed: string,
): P[] {
  const wanted = typed.toLocaleLowerCase();
  const begins = ({ command }: P) => command.toLocaleLowerCase().startsWith(wanted);
  return prompts
    .filter((prompt) =>
      `${prompt.command} ${prompt.title ?? ''}`.toLocaleLowerCase().includes(wanted),
    )
    .sort((a, b) => Number(begins(b)) - Number(begins(a)));
}
