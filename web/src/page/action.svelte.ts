import { text } from '../text/catalogue';
import { ApiError } from '../api/failure';
import { announcer } from './announcer.svelte';
import { explain, type Explanation } from './problem';

/** One thing a person asked for: going on, done and said so, or failed with an explanation beside it. */
export class Action {
  busy = $state(false);
  problem = $state.raw<Explanation>();
  /** What the server found wrong with a field, by the field's name in the interface. */
  beside = $state.raw<Readonly<Record<string, string>>>({});
  #fields: readonly string[];

  /** @param fields those that show what is wrong with them themselves */
  constructor(fields: readonly string[] = []) {
    this.#fields = fields;
  }

  /** Does it unless it is being done; returns whether it worked. `said` is read out when it did. */
  async run(work: () => Promise<unknown>, said?: string): Promise<boolean> {
    if (this.busy) return false;
    [this.busy, this.problem, this.beside] = [true, undefined, {}];
    try {
      await work();
      if (said) announcer.say(said);
      return true;
    } catch (error) {
      this.#tell(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
  #tell(error: unknown): void {
    const { param: field, detail = '' } = error instanceof ApiError ? error.failure : {};
    if (field === undefined || !this.#fields.includes(field)) this.problem = explain(error);
    else this.beside = { [field]: text.problems.detail(detail) };
  }
}
