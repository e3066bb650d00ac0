import { Turn, type Message } from './turn.svelte';

/** A page of a branch, oldest first. */
export interface BranchPage {
  readonly messages: readonly Message[];
  readonly more: boolean;
}

/**
 * Returns the turns that are shown after looking at the end of the branch again. Turns that are
 * known stay the same objects; those above the page stay as long as the page follows them.
 */
export function merge(turns: readonly Turn[], page: BranchPage): { turns: Turn[]; more?: boolean } {
  const known = new Map(turns.map((turn) => [turn.message.id, turn]));
  const fresh = page.messages.map((message) => {
    const turn = known.get(message.id);
    if (!turn) return new Turn(message);
    turn.update(message);
    if (turn.delivery !== 'sent') turn.delivery = 'sent';
    return turn;
  });
  const unsent = turns.filter((turn) => turn.delivery !== 'sent' && !fresh.includes(turn));
  const above = turns.findIndex((turn) => turn.message.id === page.messages[0]?.id);
  if (above < 0) return { turns: [...fresh, ...unsent], more: page.more };
  return { turns: [...turns.slice(0, above), ...fresh, ...unsent] };
}
