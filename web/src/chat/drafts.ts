/** Stands for the conversation that has no id yet. */
export const NEW = 'new';

const NAME = 'chatwright.draft.';
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

  write(conversation: string, draft: string): void {
    try {
      if (draft === '' || draft.length > KEPT_CHARACTERS)
        this.#storage.removeItem(NAME + conversation);
      else this.#storage.setItem(NAME + conversation, draft);
    } catch {
      this.#storage.removeItem(NAME + conversation);
    }
  }
}
