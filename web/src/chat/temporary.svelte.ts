import { send as request } from '../api/client';
import { failureIn } from '../api/failure';
import { readEvents } from '../api/follow';
import { parseEvent, type ReplyEvent } from '../api/reply-events';
import { newId } from '../api/uuid';
import { apply, TextFlow } from './live';
import type { ReplyOptions } from './outbox';
import type { Draft, Talk } from './talk';
import { Turn } from './turn.svelte';

/** A conversation that is never written down: it lives in this page and is gone with it. */
export class TemporaryThread implements Talk {
  readonly id = undefined;
  readonly temporary = true;
  readonly more = false;
  readonly failure = undefined;
  turns = $state.raw<readonly Turn[]>([]);
  #whole: () => boolean;
  #onEnd: (turn: Turn) => void;
  #writing: AbortController | undefined;

  constructor(whole: () => boolean, onEnd: (turn: Turn) => void) {
    this.#whole = whole;
    this.#onEnd = onEnd;
  }

  get busy(): boolean {
    return this.turns.some((turn) => turn.open);
  }

  send({ text, options }: Draft): void {
    if (this.busy) return;
    const parent = this.turns.at(-1)?.message.id;
    const asked = new Turn(message('user', text, parent));
    const reply = new Turn({ ...message('assistant', '', asked.message.id), state: 'writing' });
    const said = [...this.turns, asked];
    this.turns = [...said, reply];
    void this.#ask(said, reply, options);
  }

  stop(): void {
    this.#writing?.abort();
  }

  /** Asks once more for the last reply. */
  again(options: ReplyOptions): void {
    const said = this.turns.slice(0, -1);
    const asked = said.at(-1);
    if (this.busy || !asked) return;
    const reply = new Turn({ ...message('assistant', '', asked.message.id), state: 'writing' });
    this.turns = [...said, reply];
    void this.#ask(said, reply, options);
  }

  async #ask(said: readonly Turn[], reply: Turn, options: ReplyOptions): Promise<void> {
    const writing = new AbortController();
    this.#writing = writing;
    const flow = new TextFlow(reply, this.#whole());
    const messages = said.map((turn) => ({ role: turn.message.role, text: turn.text }));
    try {
      const answer = await request('/api/temporary', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ messages, options }),
        signal: writing.signal,
      });
      await readEvents(answer, (data) => {
        const event = parseEvent<ReplyEvent>(data);
        if (event) apply(event, reply, flow);
      });
    } catch (error) {
      if (!writing.signal.aborted) reply.failure = failureIn(error);
    }
    flow.flush();
    if (reply.open) reply.take({ type: writing.signal.aborted ? 'abort' : 'interrupted' });
    this.#onEnd(reply);
  }
}

function message(role: 'user' | 'assistant', text: string, parent: string | undefined) {
  const id = newId();
  return {
    id,
    conversation_id: '',
    ...(parent !== undefined && { parent_id: parent }),
    role,
    text,
    state: 'complete' as const,
    sibling_ids: [id],
    attachments: [],
    created_at: Date.now(),
  };
}
