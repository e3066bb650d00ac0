import type { ReplyOptions } from './outbox';

/** Stands for the conversation that has no id yet. */
export const NEW = 'new';

const NAME = 'chatwright.draft.';
const OPTIONS = 'chatwright.draft.options';
/** A draft beyond this is held by the page only: storage is small, and writing it would be felt. */
const KEPT_CHARACTERS = 100_000;

/** Keeps what is being written in each conversation over a reload, in this tab. */
export class Drafts {
  #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  read(conversation: string): string {
    return this.#storage.getItem(NAME + conversation) ?? '';
  }

  /** What was chosen for the draft of the conversation that has no id yet. */
  readOptions(): ReplyOptions {
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(OPTIONS) ?? '{}');
      return typeof kept === 'object' && kept !== null ? kept : {};
    } catch {
      return {};
    }
  }

  writeOptions(options: ReplyOptions): void {
    this.#put(OPTIONS, Object.keys(options).length === 0 ? '' : JSON.stringify(options));
  }

  write(conversation: string, draft: string): void {
    this.#put(NAME + conversation, draft.length > KEPT_CHARACTERS ? '' : draft);
  }

  /** What has no room is not kept, nor is what was kept before it. */
  #put(name: string, value: string): void {
    try {
      if (value !== '') return this.#storage.setItem(name, value);
    } catch {
      // removed below
    }
    this.#storage.removeItem(name);
  }
}
