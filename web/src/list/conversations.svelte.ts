import { api, type Schemas } from '../api/client';
import { failureIn, type Failure } from '../api/failure';
import type { Notice } from '../api/reply-events';
import { inOrder, type Conversation } from './order';

export type View = 'current' | 'archived' | 'deleted';

/** What the list is narrowed to. */
export interface Filter {
  readonly folder_id?: string;
  readonly tag_id?: string;
}

/** What can be changed of a conversation. */
export interface Change {
  readonly title?: string;
  readonly pinned?: boolean;
  readonly archived?: boolean;
  readonly folder_id?: string | null;
  readonly tag_ids?: string[];
}

const PAGE = 100;

/** A person's conversations as far as they were read, in step with the server. */
export class ConversationList {
  #known = $state.raw<ReadonlyMap<string, Conversation>>(new Map());
  #cursor: string | null | undefined;
  filter = $state.raw<Filter>({});
  loading = $state(false);
  complete = $state(false);
  failure = $state.raw<Failure>();
  readonly view: View;
  readonly shown: readonly Conversation[] = $derived(inOrder(this.#known.values()));
  #reads = 0;

  constructor(view: View = 'current') {
    this.view = view;
  }

  find(id: string): Conversation | undefined {
    return this.#known.get(id);
  }

  /** Reads the list from its beginning. */
  async load(): Promise<void> {
    this.#cursor = undefined;
    this.complete = false;
    await this.#read(true);
  }

  /** Reads the next page. */
  async more(): Promise<void> {
    if (!this.complete && !this.loading) await this.#read(false);
  }

  async narrow(filter: Filter): Promise<void> {
    this.filter = filter;
    await this.load();
  }

  async #read(anew: boolean): Promise<void> {
    const read = ++this.#reads;
    this.loading = true;
    try {
      const cursor = anew ? undefined : (this.#cursor ?? undefined);
      const query = { view: this.view, limit: PAGE, ...this.filter, ...(cursor && { cursor }) };
      const page = await api.get('/api/conversations', { query });
      if (read !== this.#reads) return;
      this.#cursor = page.next_cursor;
      this.complete = !page.next_cursor;
      this.failure = undefined;
      const known = new Map(anew ? [] : this.#known);
      for (const conversation of page.conversations) known.set(conversation.id, conversation);
      this.#known = known;
    } catch (error) {
      if (read === this.#reads) this.failure = failureIn(error);
    } finally {
      if (read === this.#reads) this.loading = false;
    }
  }

  /** Changes a conversation: at once here, then on the server; a refusal puts it back. */
  async change(id: string, change: Change): Promise<void> {
    const before = this.#known.get(id);
    if (before) this.put(changed(before, change));
    try {
      this.put(await api.patch('/api/conversations/{id}', { path: { id }, body: change }));
    } catch (error) {
      if (before) this.put(before);
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    const before = this.#known.get(id);
    this.drop(id);
    try {
      await api.delete('/api/conversations/{id}', { path: { id } });
    } catch (error) {
      if (before) this.put(before);
      throw error;
    }
  }

  async restore(id: string): Promise<void> {
    const restored = await api.post('/api/conversations/{id}/restore', { path: { id } });
    if (this.view === 'deleted') this.drop(id);
    else this.put(restored);
  }

  /** Takes a conversation over, or drops it when it does not belong here any more. */
  put(conversation: Conversation): void {
    if (!this.#belongs(conversation)) return this.drop(conversation.id);
    this.#known = new Map(this.#known).set(conversation.id, conversation);
  }

  drop(id: string): void {
    if (!this.#known.has(id)) return;
    const known = new Map(this.#known);
    known.delete(id);
    this.#known = known;
  }

  /** Takes over what another tab or the server did. */
  hear(notice: Notice): void {
    if (notice.type === 'conversation') this.put(notice.conversation);
    if (notice.type === 'conversation_gone' && this.view !== 'deleted') {
      this.drop(notice.conversation_id);
    }
    if (notice.type === 'resync') void this.load();
  }

  #belongs(conversation: Conversation): boolean {
    const { folder_id, tag_id } = this.filter;
    if (folder_id && conversation.folder_id !== folder_id) return false;
    if (tag_id && !conversation.tag_ids.includes(tag_id)) return false;
    if (this.view === 'deleted') return conversation.deleted_at !== undefined;
    if (conversation.deleted_at !== undefined) return false;
    return conversation.archived === (this.view === 'archived');
  }
}

function changed(conversation: Conversation, { folder_id, ...change }: Change): Conversation {
  const { folder_id: before, ...rest } = conversation;
  const folder = folder_id === undefined ? before : (folder_id ?? undefined);
  return { ...rest, ...change, ...(folder !== undefined && { folder_id: folder }) };
}

/** The list beside the chat. */
export const conversations = new ConversationList();

/** Folders and tags. */
class Labels {
  folders = $state.raw<readonly Schemas['Label'][]>([]);
  tags = $state.raw<readonly Schemas['Label'][]>([]);

  async load(): Promise<void> {
    const [{ folders }, { tags }] = await Promise.all([
      api.get('/api/folders'),
      api.get('/api/tags'),
    ]);
    this.folders = folders;
    this.tags = tags;
  }
}

export const labels = new Labels();
