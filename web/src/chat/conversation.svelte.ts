import { streamChat, type ChatRequest } from '../api/chat';
import { ChatError, type Failure } from '../api/failure';
import { Exchange, messagesFor } from './exchange.svelte';
import type { Kept } from './kept';
import { Reply } from './reply.svelte';

/** What the conversation needs to know of the world when it asks for a reply. */
export interface Surroundings {
  ready(): boolean;
  request(): Omit<ChatRequest, 'messages'> & { systemPrompt: string };
  /** Called when a reply is over, however it ended. */
  onEnd(reply: Reply): void;
}

/** One conversation with the model, held by this page only. */
export class Conversation {
  exchanges = $state<Exchange[]>([]);
  /** What is being written in the composer. */
  draft = $state('');
  /** The chat before this one, which can be brought back until this one begins. */
  previous = $state<Exchange[]>([]);
  #surroundings: Surroundings;
  #abort: AbortController | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get last(): Exchange | undefined {
    return this.exchanges.at(-1);
  }

  /** Whether a reply is awaited or written, so that no second one may be asked for. */
  get busy(): boolean {
    const state = this.last?.reply.state;
    return state === 'held' || state === 'waiting' || state === 'writing';
  }

  /** Sends the draft. Empty drafts and drafts during a reply stay where they are. */
  sendDraft(): boolean {
    const prompt = this.draft.trim();
    if (prompt === '' || this.busy) return false;
    this.draft = '';
    this.send(prompt);
    return true;
  }

  send(prompt: string): void {
    this.previous = [];
    this.exchanges.push(new Exchange(prompt));
    void this.#ask();
  }

  /** Replaces the last reply by a new one. */
  regenerate(): void {
    const last = this.last;
    if (!last || this.busy) return;
    last.reply = new Reply();
    void this.#ask();
  }

  /** Sends what was held back, once the model is ready. */
  release(): void {
    if (this.last?.reply.state === 'held') void this.#ask();
  }

  stop(): void {
    if (this.last?.reply.state === 'held') this.takeBack();
    this.#abort?.abort();
  }

  /** Takes the last message back into the composer, with its reply gone. */
  takeBack(): void {
    const last = this.exchanges.pop();
    if (last) this.draft = this.draft === '' ? last.prompt : `${last.prompt}\n${this.draft}`;
  }

  startAnew(): void {
    this.#abort?.abort();
    this.previous = this.exchanges;
    this.exchanges = [];
  }

  /** Goes back to the chat before this one. */
  bringBack(): void {
    this.exchanges = this.previous;
    this.previous = [];
  }

  /** Goes on with a conversation that was kept over a reload. */
  resume({ exchanges, draft }: Kept): void {
    this.exchanges = exchanges;
    this.draft = draft;
  }

  /** Whether there is an earlier turn that the model could do without. */
  get canLeaveOut(): boolean {
    return this.exchanges.filter((exchange) => exchange.sent).length > 1;
  }

  /** Leaves out the older half of what the model reads and asks again. */
  leaveOutOldest(): void {
    const read = this.exchanges.filter((exchange) => exchange.sent);
    read.slice(0, Math.ceil((read.length - 1) / 2)).forEach((exchange) => (exchange.sent = false));
    this.regenerate();
  }

  async #ask(): Promise<void> {
    const reply = this.last?.reply;
    if (!reply || !this.#surroundings.ready()) return;
    const { systemPrompt, ...request } = this.#surroundings.request();
    const messages = messagesFor(this.exchanges, systemPrompt);
    const abort = new AbortController();
    this.#abort = abort;
    reply.start();
    try {
      await streamChat({ ...request, messages }, (event) => reply.take(event), abort.signal);
      reply.end('done');
    } catch (error) {
      this.#fail(reply, error, abort.signal.aborted);
    }
    this.#surroundings.onEnd(reply);
  }

  #fail(reply: Reply, error: unknown, aborted: boolean): void {
    if (aborted) {
      reply.end('stopped');
      return;
    }
    const failure: Failure = error instanceof ChatError ? error.failure : { kind: 'interrupted' };
    if (failure.kind === 'loading') reply.state = 'held';
    else reply.end('failed', failure);
  }
}
