import { me } from '../app/me.svelte';
import { ask } from '../page/ask';
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
  async choose(settings: Settings): Promise<void> {
    me.take(await ask<Me>('PATCH', '/api/me', { settings }));
  }

  async rename(name: string): Promise<void> {
    me.take(await ask<Me>('PATCH', '/api/me', { name }));
  }

  may(permission: Me['permissions'][number]): boolean {
    return this.me.permissions.includes(permission);
  }
}
