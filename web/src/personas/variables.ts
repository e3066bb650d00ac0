/** A place in a prompt that is filled in when it is used: `{{name}}` or `{{name|default}}`. */
export interface Variable {
  readonly name: string;
  readonly fallback: string;
}

// Bounded, and without two ways to read the same spaces: a hostile prompt costs no time.
const PLACE = /\{\{([^{}]{1,1000})\}\}/g;
const NAME = /^[\p{L}\p{N}_ -]{1,60}$/u;

/** Returns the variables of a prompt in the order in which they first stand, each once. */
export function variablesIn(prompt: string): Variable[] {
  const found = new Map<string, Variable>();
  for (const [, inside = ''] of prompt.matchAll(PLACE)) {
    const variable = parse(inside);
    const before = variable && found.get(variable.name);
    if (variable && (before === undefined || before.fallback === '')) {
      found.set(variable.name, variable);
    }
  }
  return [...found.values()];
}

/** Returns the prompt with every variable replaced: by its value, or its default. A value is never read as a variable. */
export function fillIn(prompt: string, values: Readonly<Record<string, string>>): string {
  const defaults = new Map(variablesIn(prompt).map(({ name, fallback }) => [name, fallback]));
  return prompt.replace(PLACE, (whole, inside: string) => {
    const variable = parse(inside);
    if (!variable) return whole;
    const { name } = variable;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value || (defaults.get(name) ?? '');
  });
}

function parse(inside: string): Variable | undefined {
  const bar = inside.indexOf('|');
  const name = (bar === -1 ? inside : inside.slice(0, bar)).trim();
  if (!NAME.test(name)) return undefined;
  return { name, fallback: bar === -1 ? '' : inside.slice(bar + 1) };
}
