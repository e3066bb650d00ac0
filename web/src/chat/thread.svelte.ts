import { api, type Schemas } from '../api/client';
import { failureIn, type Failure } from '../api/failure';
import type { Notice } from '../api/reply-events';
import { newId } from '../api/uuid';
import { NEW } from './drafts';
import { followReply } from './live';
import { merge, type BranchPage } from './merge';
import { Outbox, type Outgoing, type ReplyOptions } from './outbox';
import type { Draft, Talk } from './talk';
import { Turn, type Message } from './turn.svelte';

/** What a thread needs to know of the page around it. */
export interface Surroundings {
  /** Whether replies are shown only when they are whole. */
  readonly whole: () => boolean;
  /** Called when a new conversation got its id. */
  readonly onMade: (conversation: Schemas['Conversation']) => void;
  /** Called when a reply is over, however it ended. */
  readonly onEnd: (turn: Turn) => void;
  /** Called when a message could not be sent. */
  readonly onUnsent: () => void;
}

const PAGE = 50;
const LARGEST_PAGE = 200;
/** Between two tries to send a message that was lost on the way: twice as long each time. */
const FIRST_PAUSE_MILLIS = 1000;
const LONGEST_PAUSE_MILLIS = 30_000;

/** The shown branch of one conversation, in step with the server. */
export class Thread implements Talk {
  readonly temporary = false;
  conversation = $state.raw<Schemas['Conversation']>();
  turns = $state.raw<readonly Turn[]>([]);
  /** The other sides of comparisons, by the id of the message. */
  others = $state.raw<ReadonlyMap<string, Turn>>(new Map());
  more = $state(false);
  loading = $state(false);
  failure = $state.raw<Failure>();
  id = $state<string>();
  /** What a person chose to do did not work; shown until the next thing does. */
  problem = $state.raw<Failure>();
  #surroundings: Surroundings;
  #outbox = new Outbox(sessionStorage);
  #outgoing = new Map<string, Outgoing>();
  #followed = new Map<string, Turn>();
  #leaving = new AbortController();
  #sending: Promise<boolean> = Promise.resolve(true);
  /** Whether the end of the branch is known, below which a message goes. */
  #read: Promise<boolean>;
  #looks = 0;
  /** Messages lost on the way since the last that arrived. */
  #losses = 0;
  #nextTry: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string | undefined, surroundings: Surroundings) {
    this.id = id;
    this.#surroundings = surroundings;
    this.#read = Promise.resolve(id === undefined);
    for (const message of this.#outbox.read(id ?? NEW)) this.#show(message, 'unsent');
  }

  get last(): Turn | undefined {
    return this.turns.at(-1);
  }

  get busy(): boolean {
    return this.turns.some((turn) => turn.open || turn.delivery === 'sending');
  }

  /** Reads the end of the branch, and what the conversation is. */
  async open(): Promise<void> {
    if (this.id === undefined) return;
    this.#read = this.#open(this.id);
    if (await this.#read) this.sendWaiting();
  }

  async #open(id: string): Promise<boolean> {
    this.loading = true;
    try {
      const path = { id };
      const [conversation] = await Promise.all([
        api.get('/api/conversations/{id}', { path }),
        this.refresh(),
      ]);
      this.conversation = conversation;
      return true;
    } catch (error) {
      this.failure = failureIn(error);
      return false;
    } finally {
      this.loading = false;
    }
  }

  /** Looks at the end of the branch again and returns it; the page shows the newest look. */
  async refresh(): Promise<BranchPage> {
    const look = ++this.#looks;
    const limit = Math.min(LARGEST_PAGE, Math.max(PAGE, this.turns.length));
    const page = await this.#page({ limit });
    if (look !== this.#looks || this.#leaving.signal.aborted) return page;
    const { turns, more } = merge(this.turns, page);
    this.turns = turns;
    if (more !== undefined) this.more = more;
    this.failure = undefined;
    for (const turn of turns) {
      if (turn.delivery === 'sent') this.#forget(turn.message.id);
    }
    this.#followWriting();
    void this.#loadOtherSides();
    return page;
  }

  /** Reads what stands above the first shown message; `onBefore` runs before it is put there. */
  async loadOlder(limit = PAGE, onBefore: () => void = () => undefined): Promise<void> {
    const first = this.turns[0];
    if (!this.more || !first) return;
    const page = await this.#page({ limit, before_id: first.message.id });
    if (this.turns[0] !== first) return;
    onBefore();
    this.more = page.more;
    this.turns = [...page.messages.map((message) => new Turn(message)), ...this.turns];
    void this.#loadOtherSides();
  }

  /** Has a message on the page, wherever in the conversation it is; returns whether it is there. */
  async reach(messageId: string): Promise<boolean> {
    const here = () => this.turns.some((turn) => turn.message.id === messageId);
    if (here()) return true;
    const path = { id: this.id ?? '' };
    await api.patch('/api/conversations/{id}', { path, body: { active_message_id: messageId } });
    await this.refresh();
    while (!here() && this.more) {
      const before = this.turns.length;
      await this.loadOlder(LARGEST_PAGE);
      if (this.turns.length === before) break;
    }
    return here();
  }

  /** Shows a message at once and sends it after those before it. */
  send(draft: Draft): void {
    const last = this.turns.findLast((turn) => turn.delivery !== 'unsent');
    const unknown = this.id !== undefined && !last;
    const parentId = unknown ? undefined : (last?.message.id ?? null);
    this.#dispatch({ ...draft, id: newId(), parentId });
  }

  /** Sends a changed message beside the one it replaces; the branch below goes out of sight. */
  edit(turn: Turn, text: string): void {
    const at = this.turns.indexOf(turn);
    if (at < 0) return;
    this.turns = this.turns.slice(0, at);
    const { parent_id, attachments } = turn.message;
    const parentId = parent_id ?? null;
    this.#dispatch({ id: newId(), parentId, text, attachments, options: {}, replaces: true });
  }

  /** Tries once more to send what could not be sent, in its order. */
  sendAgain(): void {
    for (const turn of this.turns) {
      const message = this.#outgoing.get(turn.message.id);
      if (turn.delivery !== 'unsent' || !message) continue;
      turn.delivery = 'sending';
      turn.failure = undefined;
      this.#enqueue(message, turn);
    }
  }

  /** Sends what only waits for the server to be there; what it refused waits for the person. */
  sendWaiting(): void {
    // Before the branch is known, nothing can be put at its end.
    if (this.loading || this.failure) return;
    const first = this.turns.find((turn) => turn.delivery === 'unsent');
    if (first && (!first.failure || first.failure.kind === 'network')) this.sendAgain();
  }

  /** Takes an unsent message off the page and returns its text. */
  discard(turn: Turn): string {
    this.#forget(turn.message.id);
    this.turns = this.turns.filter((other) => other !== turn);
    return turn.text;
  }

  /** Asks for another reply to the message above one. */
  async regenerate(turn: Turn, options: ReplyOptions = {}): Promise<void> {
    const asked = turn.message.role === 'user' ? turn.message.id : turn.message.parent_id;
    if (asked === undefined) return;
    await this.#doing(async () => {
      const path = { id: asked };
      const reply = await api.post('/api/messages/{id}/replies', { path, body: { options } });
      this.#replaceBelow(asked, reply);
    });
  }

  /** Goes on with a reply that ended too early. */
  async goOn(turn: Turn): Promise<void> {
    await this.#doing(async () => {
      const path = { id: turn.message.id };
      turn.failure = undefined;
      turn.update(await api.post('/api/messages/{id}/continue', { path }));
      this.#followWriting();
    });
  }

  /** Shows another version of a message, with what was said below it. */
  async showVersion(messageId: string): Promise<void> {
    await this.#doing(async () => {
      const path = { id: this.id ?? '' };
      const body = { active_message_id: messageId };
      this.conversation = await api.patch('/api/conversations/{id}', { path, body });
      await this.refresh();
    });
  }

  /** Stops what is being written. */
  stop(): void {
    for (const turn of [...this.turns, ...this.others.values()]) {
      if (turn.message.state === 'writing') void this.#doing(() => this.#stopReply(turn));
    }
  }

  /**
   * Takes back a message that waits for the reply above it. Returns its text once it is gone, and
   * none where that failed or its turn had come: the words are in the chat then.
   */
  async takeBack(turn: Turn): Promise<string> {
    const { id } = turn.message;
    const reply = this.turns.find((other) => other.message.parent_id === id);
    let text = '';
    await this.#doing(async () => {
      await this.#stopReply(reply);
      // Words that may be in two places are better than lost ones.
      const page = await this.refresh().catch(() => undefined);
      if (!page?.messages.some((message) => message.id === id)) text = turn.text;
    });
    return text;
  }

  /** Keeps a person's opinion of a reply. */
  async giveFeedback(turn: Turn, feedback: Schemas['Feedback'] | undefined): Promise<void> {
    this.problem = undefined;
    const path = { id: turn.message.id };
    const { feedback: _before, ...rest } = turn.message;
    if (!feedback) {
      await api.delete('/api/messages/{id}/feedback', { path });
      turn.message = rest;
    } else {
      const { changed_at: _at, ...body } = feedback;
      const kept = await api.put('/api/messages/{id}/feedback', { path, body });
      turn.message = { ...rest, feedback: kept };
    }
  }

  /** Keeps which side is better and goes on with it. */
  async vote(comparison: Schemas['Comparison'], vote: Vote): Promise<void> {
    await this.#doing(async () => {
      await api.put('/api/comparisons/{id}/vote', { path: { id: comparison.id }, body: { vote } });
      const better = vote === 'right' ? comparison.right_id : comparison.left_id;
      const path = { id: this.id ?? '' };
      await api.patch('/api/conversations/{id}', { path, body: { active_message_id: better } });
      this.others = new Map();
      await this.refresh();
    });
  }

  /** Has the turns that were summarised read in full again. */
  async dropSummary(summaryId: string): Promise<void> {
    await this.#doing(async () => {
      const path = { id: this.id ?? '', summary_id: summaryId };
      await api.delete('/api/conversations/{id}/summaries/{summary_id}', { path });
      await this.refresh();
    });
  }

  /** Takes over what another tab or the server did. */
  hear(notice: Notice): void {
    if (notice.type === 'conversation') {
      if (notice.conversation.id === this.id) this.conversation = notice.conversation;
      return;
    }
    const mine = 'conversation_id' in notice && notice.conversation_id === this.id;
    if (notice.type === 'conversation_gone') {
      if (mine) this.failure = { kind: 'gone' };
    } else if (this.id && (mine || notice.type === 'resync')) {
      void this.refresh().catch(() => undefined);
    }
  }

  /** Ends all that goes on for this page; the server goes on. */
  close(): void {
    this.#leaving.abort();
    clearTimeout(this.#nextTry);
  }

  async #stopReply(reply: Turn | undefined): Promise<void> {
    const path = { id: reply?.message.generation_id ?? '' };
    await api.post('/api/generations/{id}/stop', { path });
  }

  #page(query: { limit: number; before_id?: string; leaf_id?: string }) {
    const path = { id: this.id ?? '' };
    return api.get('/api/conversations/{id}/messages', { path, query });
  }

  async #doing(action: () => Promise<void>): Promise<void> {
    this.problem = undefined;
    try {
      await action();
    } catch (error) {
      this.problem = failureIn(error);
    }
  }

  #dispatch(message: Outgoing): void {
    this.#outbox.add(this.id ?? NEW, message);
    this.#enqueue(message, this.#show(message, 'sending'));
  }

  #show(message: Outgoing, delivery: 'sending' | 'unsent'): Turn {
    const turn = new Turn(asMessage(message, this.id ?? ''));
    turn.delivery = delivery;
    this.#outgoing.set(message.id, message);
    this.turns = [...this.turns, turn];
    return turn;
  }

  /** Sends after what is on its way; what follows something unsent is unsent too. */
  #enqueue(message: Outgoing, turn: Turn): void {
    this.#sending = this.#sending.then(async (before) => {
      const read = await this.#read;
      const first = this.turns.find((other) => other.delivery !== 'sent') === turn;
      if (!read || (!before && !first)) {
        turn.delivery = 'unsent';
        return false;
      }
      return this.#deliver(message.replaces ? message : this.#placed(message, turn), turn);
    });
  }

  /** The message below what stands above it now, which may have come since it was written. */
  #placed(message: Outgoing, turn: Turn): Outgoing {
    const above = this.turns.slice(0, this.turns.indexOf(turn));
    const parent = above.findLast((other) => other.delivery === 'sent')?.message.id;
    const moved = { ...message, parentId: parent ?? null };
    this.#outgoing.set(message.id, moved);
    this.#outbox.add(this.id ?? NEW, moved);
    return moved;
  }

  async #deliver(message: Outgoing, turn: Turn): Promise<boolean> {
    try {
      const id = this.id ?? (await this.#make(message));
      const sent = await api.post('/api/conversations/{id}/messages', {
        path: { id },
        body: bodyOf(message),
      });
      this.#forget(message.id);
      this.#losses = 0;
      turn.update(sent.message);
      turn.delivery = 'sent';
      this.#placeBelow(turn, sent.replies);
      return true;
    } catch (error) {
      turn.delivery = 'unsent';
      turn.failure = failureIn(error);
      if (turn.failure.kind === 'network') this.#tryLater();
      this.#surroundings.onUnsent();
      return false;
    }
  }

  /** A server that is there can lose a request too, and then nothing tells that it is back. */
  #tryLater(): void {
    if (this.#leaving.signal.aborted) return;
    const pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** this.#losses++);
    clearTimeout(this.#nextTry);
    this.#nextTry = setTimeout(() => this.sendWaiting(), pause);
  }

  async #make(message: Outgoing): Promise<string> {
    const { model, persona_id } = message.options;
    // The id of its first message, which survives a reload: sending again makes no second one.
    const id = message.id;
    const body = { id, ...(model && { model }), ...(persona_id && { persona_id }) };
    const made = await api.post('/api/conversations', { body });
    for (const waiting of this.#outgoing.values()) {
      this.#outbox.remove(NEW, waiting.id);
      this.#outbox.add(made.id, waiting);
    }
    this.id = made.id;
    this.conversation = made;
    this.#surroundings.onMade(made);
    return made.id;
  }

  #forget(id: string): void {
    if (!this.#outgoing.delete(id)) return;
    this.#outbox.remove(this.id ?? NEW, id);
    this.#outbox.remove(NEW, id);
  }

  /** Puts the replies that were begun below their message, before what is still unsent. */
  #placeBelow(turn: Turn, replies: readonly Message[]): void {
    this.#looks++;
    const [first, second] = replies;
    const at = this.turns.indexOf(turn) + 1;
    const known = this.turns.some((other) => other.message.id === first?.id);
    if (first && !known && at > 0) {
      this.turns = [...this.turns.slice(0, at), new Turn(first), ...this.turns.slice(at)];
    }
    if (second) this.others = new Map(this.others).set(second.id, new Turn(second));
    this.#followWriting();
  }

  #replaceBelow(askedId: string, reply: Message): void {
    this.#looks++;
    const at = this.turns.findIndex((turn) => turn.message.id === askedId);
    this.turns = [...this.turns.slice(0, at + 1), new Turn(reply)];
    this.#followWriting();
  }

  /** Follows every reply that is being written and not followed yet. */
  #followWriting(): void {
    for (const turn of [...this.turns, ...this.others.values()]) {
      const { state, generation_id } = turn.message;
      if (state !== 'writing' || !generation_id || this.#followed.get(generation_id) === turn)
        continue;
      this.#followed.set(generation_id, turn);
      void this.#follow(turn);
    }
  }

  async #follow(turn: Turn): Promise<void> {
    await followReply(turn, this.#surroundings.whole(), this.#leaving.signal);
    if (this.#leaving.signal.aborted) return;
    this.#surroundings.onEnd(turn);
    await this.refresh().catch(() => undefined);
  }

  /** Comparisons hold two replies, of which the branch has one. */
  async #loadOtherSides(): Promise<void> {
    const shown = new Set(this.turns.map((turn) => turn.message.id));
    for (const { message } of this.turns) {
      const { comparison } = message;
      if (!comparison) continue;
      for (const side of [comparison.left_id, comparison.right_id]) {
        if (!shown.has(side) && !this.others.has(side)) await this.#loadSide(side);
      }
    }
    this.#followWriting();
  }

  async #loadSide(id: string): Promise<void> {
    const page = await this.#page({ leaf_id: id, limit: 1 }).catch(() => undefined);
    const message = page?.messages.at(-1);
    if (message?.id === id) this.others = new Map(this.others).set(id, new Turn(message));
  }
}

export type Vote = 'left' | 'right' | 'tie' | 'neither';

function bodyOf({ id, parentId, text, attachments, options, compare, blind }: Outgoing) {
  return {
    id,
    parent_id: parentId ?? null,
    text,
    ...(attachments.length > 0 && { attachment_ids: attachments.map((one) => one.id) }),
    ...(compare ? { compare: [...compare], blind: blind ?? false } : { options }),
  };
}

function asMessage({ id, parentId, text, attachments }: Outgoing, conversation: string): Message {
  return {
    id,
    conversation_id: conversation,
    ...(parentId && { parent_id: parentId }),
    role: 'user',
    text,
    state: 'complete',
    sibling_ids: [id],
    attachments: [...attachments],
    created_at: Date.now(),
  };
}
