import { failureIn } from '../api/failure';

/** Something the server knows: still coming, here, or not to be had. What is here stays while it is asked again. */
export class Resource<Value> {
  value = $state.raw<Value>();
  error = $state.raw<unknown>();
  #read: () => Promise<Value>;
  #asked = 0;

  constructor(read: () => Promise<Value>) {
    this.#read = read;
  }

  /** Whether the server has it no more. */
  get gone(): boolean {
    return this.error !== undefined && failureIn(this.error).kind === 'gone';
  }

  /** Asks for it; only the newest question counts. Never fails: `error` tells. */
  async load(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const value = await this.#read();
      if (mine === this.#asked) [this.value, this.error] = [value, undefined];
    } catch (error) {
      if (mine === this.#asked) this.error = error;
    }
  }

  /** Takes over what is known without asking; an answer on its way is out of date. */
  set(value: Value): void {
    this.#asked++;
    [this.value, this.error] = [value, undefined];
  }
}
