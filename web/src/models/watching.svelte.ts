import { Resource } from '../page/resource.svelte';
import { models, type Models } from './requests';

const WHILE_MOVING_MILLIS = 1000;

/** The list of models, asked for again as long as one of them is being fetched or loaded. */
export class WatchedModels extends Resource<Models> {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watching = true;

  constructor() {
    super(models);
  }

  override async load(): Promise<void> {
    clearTimeout(this.#timer);
    await super.load();
    clearTimeout(this.#timer);
    if (this.#watching && this.moving) {
      this.#timer = setTimeout(() => void this.load(), WHILE_MOVING_MILLIS);
    }
  }

  get moving(): boolean {
    return (this.value?.models ?? []).some(
      ({ state }) => state === 'pulling' || state === 'loading',
    );
  }

  stop(): void {
    this.#watching = false;
    clearTimeout(this.#timer);
  }
}
