export { fillIn as fill, variablesIn, type Variable } from '../personas/variables';

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
