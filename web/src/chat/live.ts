import { follow } from '../api/follow';
import { failureIn } from '../api/failure';
import { parseEvent, type ReplyEvent } from '../api/reply-events';
import { soon } from './frames';
import type { Turn } from './turn.svelte';

/** Collects pieces of text and hands them to a turn once per frame, however fast they come. */
export class TextFlow {
  #turn: Turn;
  #waiting = '';
  #due = false;
  /** Whether the text is held back until the reply is whole. */
  #whole: boolean;
  /** Whether the turn still awaits this text; a look at the server may have brought all of it. */
  #awaited: () => boolean;

  constructor(turn: Turn, whole: boolean, awaited: () => boolean = () => true) {
    this.#turn = turn;
    this.#whole = whole;
    this.#awaited = awaited;
  }

  add(text: string): void {
    this.#waiting += text;
    if (this.#due || this.#whole) return;
    this.#due = true;
    soon(() => this.flush());
  }

  replace(text: string): void {
    this.#waiting = '';
    this.#turn.text = text;
  }

  flush(): void {
    this.#due = false;
    if (this.#waiting === '') return;
    if (this.#awaited()) this.#turn.grow(this.#waiting);
    this.#waiting = '';
  }
}

/** Gives an event to a turn; returns whether the reply is over. */
export function apply(event: ReplyEvent, turn: Turn, flow: TextFlow): boolean {
  if (event.type === 'text-delta') {
    flow.add(event.delta);
    if (turn.summarising) turn.take(event);
    return false;
  }
  if (event.type === 'text') {
    flow.replace(event.text);
    return false;
  }
  flow.flush();
  return turn.take(event);
}

/**
 * Follows the reply that is being written in a turn, from its first word, over every loss of the
 * network; resolves when it is over or the signal was aborted.
 */
export async function followReply(turn: Turn, whole: boolean, signal: AbortSignal): Promise<void> {
  const id = turn.message.generation_id;
  if (id === undefined) return;
  const awaited = () => turn.message.generation_id === id;
  const flow = new TextFlow(turn, whole, awaited);
  const over = new AbortController();
  const seen = new Set<string>();
  turn.rewind();
  try {
    await follow({
      address: `/api/generations/${encodeURIComponent(id)}/events`,
      signal: AbortSignal.any([signal, over.signal]),
      onConnected: (connected) => (turn.waitingForNetwork = !connected),
      onEvent: (data, eventId) => {
        // What was sent again over a new connection is not written twice.
        if (eventId !== '' && seen.has(eventId)) return;
        seen.add(eventId);
        if (!awaited()) return over.abort();
        const event = parseEvent<ReplyEvent>(data);
        if (event) apply(event, turn, flow);
      },
    });
  } catch (error) {
    if (!signal.aborted && awaited()) turn.failure = failureIn(error);
  }
  flow.flush();
  turn.waitingForNetwork = false;
}
