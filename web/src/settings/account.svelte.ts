import { me } from '../app/me.svelte';
import type { Me, Settings } from '../page/schemas';

/** The person who uses the page, and what they chose; every change goes to the server at once. */
export class Account {
  #before: Me;

  constructor(before: Me) {
    this.#before = before;
  }

  get me(): Me {
    return me.value ?? this.#before;
  }

  /** Changes some settings; null restores a default. */
  choose(settings: Settings): Promise<void> {
    return me.change(settings);
  }

  rename(name: string): Promise<void> {
    return me.rename(name);
  }

  may(permission: Me['permissions'][number]): boolean {
    return this.me.permissions.includes(permission);
  }
}
