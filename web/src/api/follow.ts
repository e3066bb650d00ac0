import { send } from './client';
import { ApiError } from './failure';
import { SseParser } from './sse';

/** A stream that is followed until its end, over as many connections as it takes. */
export interface Followed {
  readonly address: string;
  /** The id of the last event that is known already. */
  readonly after?: string;
  readonly signal: AbortSignal;
  readonly onEvent: (data: string, id: string) => void;
  /** Called when the connection is lost and when it is there again. */
  readonly onConnected?: (connected: boolean) => void;
}

const FIRST_PAUSE_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 8000;
/** The server sends a comment every few seconds; silence this long means that nobody is there. */
const SILENCE_MILLIS = 40_000;

/**
 * Follows a stream of events. A connection that breaks is made anew after a growing pause, at once
 * when the network comes back, and goes on after the last event that came. Ends with the stream's
 * `[DONE]`; fails when the server refuses, or with an `AbortError`.
 */
export async function follow(stream: Followed): Promise<void> {
  let last = stream.after ?? '';
  let pause = FIRST_PAUSE_MILLIS;
  for (;;) {
    stream.signal.throwIfAborted();
    try {
      const done = await readOnce(stream, last, (data, id) => {
        if (id !== '') last = id;
        pause = FIRST_PAUSE_MILLIS;
        stream.onEvent(data, id);
      });
      if (done) return;
    } catch (error) {
      stream.signal.throwIfAborted();
      if (!worthTrying(error)) throw error;
    }
    stream.onConnected?.(false);
    await rest(pause, stream.signal);
    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
  }
}

/** Whether asking again later may help: the network and a busy or starting server may recover. */
function worthTrying(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return ['network', 'loading', 'busy', 'server', 'interrupted'].includes(error.failure.kind);
}

/** Reads one connection to its end; returns whether the stream itself was over. */
async function readOnce(
  stream: Followed,
  last: string,
  onEvent: (data: string, id: string) => void,
): Promise<boolean> {
  const silence = new AbortController();
  const signal = AbortSignal.any([stream.signal, silence.signal]);
  const headers: Record<string, string> = { accept: 'text/event-stream' };
  if (last !== '') headers['last-event-id'] = last;
  const answer = await send(stream.address, { headers, signal, cache: 'no-store' });
  stream.onConnected?.(true);
  return readEvents(answer, onEvent, () => silence.abort());
}

/** Hands over the events of an answer; returns whether it ended with `[DONE]`. */
export async function readEvents(
  answer: Response,
  onEvent: (data: string, id: string) => void,
  onSilence: () => void = () => undefined,
): Promise<boolean> {
  let done = false;
  const parser = new SseParser((data, id) => {
    if (data === '[DONE]') done = true;
    else onEvent(data, id);
  });
  const reader = answer.body?.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(onSilence, SILENCE_MILLIS);
  };
  try {
    for (listen(); reader && !done; listen()) {
      const part = await reader.read();
      if (part.done) break;
      parser.push(part.value);
    }
  } finally {
    clearTimeout(timer);
    void reader?.cancel().catch(() => undefined);
  }
  return done;
}

/** Waits, but not longer than until the network comes back. */
function rest(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      removeEventListener('online', wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, millis);
    addEventListener('online', wake);
    signal.addEventListener('abort', wake);
  });
}
