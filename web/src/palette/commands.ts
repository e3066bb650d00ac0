/** Something that can be found and done. */
export interface Command {
  readonly key: string;
  readonly name: string;
  /** What kind of thing it is, shown beside the name. */
  readonly kind: string;
  readonly act: () => void;
}

/** Returns the commands whose names hold every word typed, those that begin with it first. */
export function found(commands: readonly Command[], typed: string, most: number): Command[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const first: Command[] = [];
  const rest: Command[] = [];
  for (const command of commands) {
    const name = command.name.toLocaleLowerCase();
    if (!words.every((word) => name.includes(word))) continue;
    (words.length > 0 && name.startsWith(words[0] ?? '') ? first : rest).push(command);
  }
  return [...first, ...rest].slice(0, most);
}
