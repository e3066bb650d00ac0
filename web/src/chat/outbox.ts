import type { Schemas } from '../api/client';

export type ReplyOptions = Schemas['ReplyOptions'];

/** A message on its way to the server, with all it takes to send it again. */
export interface Outgoing {
  readonly id: string;
  /** Null for a first message; not known yet while the chat was not read. */
  readonly parentId?: string | null | undefined;
  readonly text: string;
  readonly attachments: readonly Schemas['Attachment'][];
  readonly options: ReplyOptions;
  readonly compare?: readonly [ReplyOptions, ReplyOptions];
  readonly blind?: boolean;
  /** Whether it stands beside a message that it replaces, and so keeps its parent. */
  readonly replaces?: boolean;
}

const NAME = 'chatwright.unsent.';

/** Keeps what could not be sent over a reload of the tab, one list per conversation. */
export class Outbox {
  #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Returns what of a conversation is not sent yet. */
  read(conversation: string): Outgoing[] {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(NAME + conversation) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isOutgoing) : [];
    } catch {
      return [];
    }
  }

  add(conversation: string, message: Outgoing): void {
    this.#write(conversation, [...this.#without(conversation, message.id), message]);
  }

  remove(conversation: string, id: string): void {
    this.#write(conversation, this.#without(conversation, id));
  }

  #without(conversation: string, id: string): Outgoing[] {
    return this.read(conversation).filter((message) => message.id !== id);
  }

  #write(conversation: string, messages: Outgoing[]): void {
    try {
      if (messages.length === 0) this.#storage.removeItem(NAME + conversation);
      else this.#storage.setItem(NAME + conversation, JSON.stringify(messages));
    } catch {
      // Full storage: the message is on the page as long as the page is open.
    }
  }
}

function isOutgoing(value: unknown): value is Outgoing {
  const { id, text, attachments, options } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    typeof text === 'string' &&
    Array.isArray(attachments) &&
    typeof options === 'object'
  );
}
