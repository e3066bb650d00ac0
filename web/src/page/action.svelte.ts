import { announcer } from './announcer.svelte';
import { explain, type Explanation } from './problem';

/** One thing a person asked for: going on, done and said so, or failed with an explanation beside it. */
export class Action {
  busy = $state(false);
  problem = $state.raw<Explanation>();

  /** Does it unless it is being done; returns whether it worked. `said` is read out when it did. */
  async run(work: () => Promise<unknown>, said?: string): Promise<boolean> {
    if (this.busy) return false;
    [this.busy, this.problem] = [true, undefined];
    try {
      await work();
      if (said) announcer.say(said);
      return true;
    } catch (error) {
      this.problem = explain(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
