import type { Turn } from './turn.svelte';

/** What a person said and the replies to it. */
export interface Group {
  /** Stays the same while versions of its messages change. */
  readonly key: string;
  readonly turns: readonly Turn[];
}

/** Puts the turns of a branch into groups, each beginning with what a person said. */
export function groupsOf(turns: readonly Turn[]): Group[] {
  const groups: { key: string; turns: Turn[] }[] = [];
  const keys = new Set<string>();
  for (const turn of turns) {
    const begins = turn.message.role !== 'assistant' || groups.length === 0;
    if (!begins) {
      groups.at(-1)?.turns.push(turn);
      continue;
    }
    const slot = turn.delivery === 'unsent' ? turn.message.id : turn.slot;
    const key = keys.has(slot) ? turn.message.id : slot;
    keys.add(key);
    groups.push({ key, turns: [turn] });
  }
  return groups;
}
