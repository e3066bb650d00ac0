import { answerTo, type Answer, type Wish } from './protocol';

/** A drawing, or why there is none. */
export type Outcome = Answer | { readonly kind: 'late' };

/** Enough for the slowest network and a machine whose model is at work; then a drawing is given up. */
const LATE_AFTER_MS = 15_000;
/** A frame holds tens of megabytes; it goes when nobody has asked it for a while. */
const IDLE_MS = 30_000;

/**
 * Draws diagrams, one after the other, in a frame of no origin that can load and send nothing. A drawing
 * that takes too long is ended with its frame, and the next one has a new frame.
 */
class Drawer {
  #frame: HTMLIFrameElement | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #wishes = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  draw(source: string, dark: boolean): Promise<Outcome> {
    const wish = { id: ++this.#wishes, source, dark };
    const outcome = this.#last.then(() => this.#drawNow(wish));
    this.#last = outcome;
    return outcome;
  }

  async #drawNow(wish: Wish): Promise<Outcome> {
    clearTimeout(this.#idle);
    const outcome = await this.#answered(wish);
    if (outcome.kind === 'late') this.#end();
    else this.#idle = setTimeout(() => this.#end(), IDLE_MS);
    return outcome;
  }

  #answered(wish: Wish): Promise<Outcome> {
    return new Promise((resolve) => {
      const over = new AbortController();
      const settle = (outcome: Outcome) => {
        over.abort();
        clearTimeout(late);
        resolve(outcome);
      };
      const late = setTimeout(() => settle({ kind: 'late' }), LATE_AFTER_MS);
      const listener = ({ source, origin, data }: MessageEvent<unknown>) => {
        // A frame of no origin says so; every other sender has one, or another window.
        if (origin !== 'null' || !source || source !== this.#frame?.contentWindow) return;
        const answer = answerTo(wish.id, data);
        if (answer) settle(answer);
      };
      addEventListener('message', listener, { signal: over.signal });
      this.#ask(wish);
    });
  }

  #ask(wish: Wish): void {
    // What has no origin cannot be named as the one to whom it is sent.
    const send = (frame: HTMLIFrameElement) => frame.contentWindow?.postMessage(wish, '*');
    if (this.#frame) {
      send(this.#frame);
      return;
    }
    const frame = newFrame();
    this.#frame = frame;
    frame.addEventListener('load', () => send(frame), { once: true });
    document.body.append(frame);
  }

  #end(): void {
    this.#frame?.remove();
    this.#frame = undefined;
  }
}

function newFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = '/diagram.html';
  // It is never seen, but it must be laid out, since drawings measure their words.
  frame.className = 'drawing-frame';
  frame.inert = true;
  frame.setAttribute('aria-hidden', 'true');
  return frame;
}

export const drawer = new Drawer();
