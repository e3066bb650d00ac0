import { router } from './router.svelte';

/** The keys that work everywhere in the frame. */
export class Shortcuts {
  /** The dialog that a key opened. */
  shown = $state<'palette' | 'sheet'>();
  #onList: () => void;
  #before: Element | null = null;

  constructor({ onList }: { onList: () => void }) {
    this.#onList = onList;
  }

  open(what: 'palette' | 'sheet'): void {
    if (!this.shown) this.#before = document.activeElement;
    this.shown = what;
  }

  close(): void {
    this.shown = undefined;
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
  }

  press(event: KeyboardEvent): void {
    const action = this.#actionOf(event);
    if (!action) return;
    event.preventDefault();
    action();
  }

  #actionOf(event: KeyboardEvent): (() => void) | undefined {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (event.altKey) return undefined;
      if (key === 'k' && !event.shiftKey) return () => this.open('palette');
      if (key === '/') return () => this.open('sheet');
      if (key === 'o' && event.shiftKey) return newChat;
      if (key === 's' && event.shiftKey) return this.#onList;
      return undefined;
    }
    if (key === '?' && !isWriting(event.target)) return () => this.open('sheet');
    return undefined;
  }
}

function newChat(): void {
  router.go('/');
  requestAnimationFrame(() => document.getElementById('message')?.focus());
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.matches('input, textarea, select') || target.isContentEditable;
}
