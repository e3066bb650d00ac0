import { failureIn } from '../api/failure';
import { explain, type Explanation } from '../page/problem';
import type { Import } from '../page/schemas';
import { importProgress, startImport } from '../settings/requests';

const EVERY_MILLIS = 500;
const TRIES = 20;

/** An import from the choice of a file to its end. It goes on at the server even when nobody looks. */
export class Importing {
  sending = $state(false);
  progress = $state.raw<Import>();
  problem = $state.raw<Explanation>();
  #pause: () => Promise<unknown>;

  constructor(pause = () => new Promise((done) => setTimeout(done, EVERY_MILLIS))) {
    this.#pause = pause;
  }

  get running(): boolean {
    return this.sending || this.progress?.state === 'running';
  }

  async take(file: Blob): Promise<void> {
    if (this.running) return;
    [this.sending, this.progress, this.problem] = [true, undefined, undefined];
    try {
      this.progress = await startImport(file);
      this.sending = false;
      await this.#follow();
    } catch (error) {
      this.problem = explain(error);
    } finally {
      this.sending = false;
    }
  }

  async #follow(): Promise<void> {
    let failures = 0;
    while (this.progress?.state === 'running') {
      await this.#pause();
      try {
        this.progress = await importProgress(this.progress.id);
        failures = 0;
      } catch (error) {
        // A lost connection does not end the import; only the looking at it.
        if (failureIn(error).kind !== 'network' || ++failures === TRIES) throw error;
      }
    }
  }
}
