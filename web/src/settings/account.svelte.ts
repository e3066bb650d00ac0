import { ask } from '../page/ask';
import type { Me, Settings } from '../page/schemas';

/** The person who uses the page, and what they chose; every change goes to the server at once. */
export class Account {
  me: Me = $state.raw() as Me;

  constructor(me: Me) {
    this.me = me;
  }

  /** Changes some settings; null restores a default. */
  async choose(settings: Settings): Promise<void> {
    this.me = await ask<Me>('PATCH', '/api/me', { settings });
  }

  async rename(name: string): Promise<void> {
    this.me = await ask<Me>('PATCH', '/api/me', { name });
  }

  may(permission: Me['permissions'][number]): boolean {
    return this.me.permissions.includes(permission);
  }
}
