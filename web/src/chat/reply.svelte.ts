import type { ChatEvent } from '../api/chat';
import type { Failure } from '../api/failure';
import { SpeedMeter, type Speed } from './speed';

/** `held`: waits for the model to be ready; `waiting`: sent, no word yet. */
export type ReplyState = 'held' | 'waiting' | 'writing' | 'done' | 'stopped' | 'failed';

/** One reply of the model, growing while it is written. */
export class Reply {
  text = $state('');
  state = $state<ReplyState>('held');
  failure = $state<Failure>();
  finishReason = $state('');
  speed = $state<Speed>();
  promptTokens = $state(0);
  #meter = new SpeedMeter(() => performance.now());

  get active(): boolean {
    return this.state === 'waiting' || this.state === 'writing';
  }

  start(): void {
    this.state = 'waiting';
    this.#meter.start();
  }

  take(event: ChatEvent): void {
    switch (event.type) {
      case 'text':
        this.#meter.token();
        this.text += event.text;
        this.state = 'writing';
        break;
      case 'finish':
        this.finishReason = event.reason;
        break;
      case 'usage':
        this.promptTokens = event.usage.promptTokens;
        this.#meter.counted(event.usage.completionTokens);
        break;
    }
  }

  /** Becomes what it was before the page was loaded anew; what was being written broke off. */
  revive(kept: string, state: unknown, finishReason: string): void {
    this.text = kept;
    this.finishReason = finishReason;
    if (state === 'done' || state === 'stopped') this.state = state;
    else if (state !== 'held') this.end('failed', { kind: 'interrupted' });
  }

  end(state: 'done' | 'stopped' | 'failed', failure?: Failure): void {
    this.state = state;
    this.failure = failure;
    this.speed = this.#meter.speed();
  }
}
