import { api, type Schemas } from '../api/client';
import { failureIn, type Failure } from '../api/failure';
import { upload } from '../api/upload';

const LOOK_MILLIS = 600;

/** One file on its way to the server, until what it says was read. */
export class Upload {
  readonly name: string;
  readonly sizeBytes: number;
  share = $state(0);
  attachment = $state.raw<Schemas['Attachment']>();
  failure = $state.raw<Failure>();
  #leaving = new AbortController();

  constructor(file: Blob, name: string) {
    this.name = name;
    this.sizeBytes = file.size;
    void this.#run(file);
  }

  get ready(): boolean {
    return this.attachment?.state === 'ready';
  }

  get failed(): boolean {
    return this.failure !== undefined || this.attachment?.state === 'failed';
  }

  /** Ends it, and removes what is there already. */
  remove(): void {
    this.#leaving.abort();
    const id = this.attachment?.id;
    if (id) void api.delete('/api/attachments/{id}', { path: { id } }).catch(() => undefined);
  }

  async #run(file: Blob): Promise<void> {
    const { signal } = this.#leaving;
    try {
      const sent = await upload(file, this.name, (share) => (this.share = share), signal);
      this.attachment = sent;
      while (this.attachment.state === 'reading' && !signal.aborted) {
        await new Promise((later) => setTimeout(later, LOOK_MILLIS));
        this.attachment = await api.get('/api/attachments/{id}', { path: { id: sent.id }, signal });
      }
    } catch (error) {
      if (!signal.aborted) this.failure = failureIn(error);
    }
  }
}

/** The files that will go with the next message. */
export class Uploads {
  items = $state.raw<readonly Upload[]>([]);

  get ready(): Schemas['Attachment'][] {
    return this.items.flatMap((item) => (item.ready && item.attachment ? [item.attachment] : []));
  }

  /** Whether a file is still on its way or being read. */
  get busy(): boolean {
    return this.items.some((item) => !item.ready && !item.failed);
  }

  add(file: Blob, name: string): void {
    this.items = [...this.items, new Upload(file, name.slice(0, 200))];
  }

  remove(item: Upload): void {
    item.remove();
    this.items = this.items.filter((other) => other !== item);
  }

  /** Lets go of the files that a message holds now. */
  clear(): void {
    this.items = [];
  }
}
