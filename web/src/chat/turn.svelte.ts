import type { Schemas } from '../api/client';
import { kindOfCode, type Failure } from '../api/failure';
import type { ReplyEvent } from '../api/reply-events';

export type Message = Schemas['Message'];

/** How a message that this page made itself stands with the server. */
export type Delivery = 'sending' | 'unsent' | 'sent';

/** One message of the branch that is shown, growing while it is written. */
export class Turn {
  message = $state.raw<Message>() as Message;
  text = $state('');
  delivery = $state<Delivery>('sent');
  failure = $state.raw<Failure>();
  /** Whether the server makes room by summarising before it writes. */
  summarising = $state(false);
  /** Whether the connection to the reply's stream is lost for now. */
  waitingForNetwork = $state(false);
  /** The generation whose end was seen here; an older look at the server may not know of it yet. */
  #ended = '';
  #base = '';

  constructor(message: Message) {
    this.message = message;
    this.text = message.text;
    this.#base = message.text;
  }

  /** Stays the same over edits and other versions, so that the place in the page stays too. */
  get slot(): string {
    return this.message.parent_id ?? 'first';
  }

  get open(): boolean {
    return this.message.state === 'writing' || this.message.state === 'queued';
  }

  /** Takes over what the server says, unless this page knows better. */
  update(message: Message): void {
    const stale = message.generation_id !== undefined && message.generation_id === this.#ended;
    if (stale) return;
    const followed = this.message.state === 'writing' && message.state === 'writing';
    this.message = message;
    if (followed) return;
    this.failure = undefined;
    this.text = message.text;
    this.#base = message.text;
  }

  /** Begins anew with what was there before the generation whose events follow. */
  rewind(): void {
    this.text = this.#base;
  }

  /** Adds text that came. */
  grow(added: string): void {
    this.text += added;
  }

  /** Takes an event that is not text; returns whether the reply is over. */
  take(event: ReplyEvent): boolean {
    switch (event.type) {
      case 'summarising':
        this.summarising = true;
        return false;
      case 'start':
        this.message = { ...this.message, state: 'writing', ...modelIn(event) };
        return false;
      case 'finish':
        return this.#end(event.reason === 'length' ? 'cut' : 'complete', event.usage);
      case 'abort':
        return this.#end('stopped');
      case 'interrupted':
        return this.#end('interrupted');
      case 'error':
        this.failure = { kind: kindOfCode(event.code), code: event.code, detail: event.message };
        return this.#end('failed');
      default:
        this.summarising = false;
        return false;
    }
  }

  #end(state: Message['state'], usage?: Schemas['Usage']): boolean {
    const { generation_id, ...rest } = this.message;
    this.#ended = generation_id ?? '';
    this.#base = this.text;
    this.summarising = false;
    this.message = { ...rest, text: this.text, state, ...(usage && { usage }) };
    return true;
  }
}

function modelIn({ model }: { model?: string }): { model?: string } {
  return model === undefined ? {} : { model };
}
