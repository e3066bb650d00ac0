import { ChatError, failureOf, type ErrorBody } from './failure';
import { keyHeaders } from './key';
import { SseParser } from './sse';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly temperature: number;
  readonly maxTokens?: number;
}

/** Token counts of one reply, as the server counted them. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What arrives while a reply is made. */
export type ChatEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'finish'; readonly reason: string }
  | { readonly type: 'usage'; readonly usage: Usage };

/**
 * Asks for a reply and hands over its parts as they come.
 *
 * Resolves when the server said that the reply is complete; rejects with a {@link ChatError}, or
 * with an `AbortError` when `signal` was aborted.
 */
export async function streamChat(
  request: ChatRequest,
  onEvent: (event: ChatEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await post(request, signal);
  if (!answer.ok || !answer.body) throw await refusal(answer);
  const complete = await read(answer.body, onEvent, signal);
  if (!complete) throw new ChatError({ kind: 'interrupted' });
}

async function post(request: ChatRequest, signal: AbortSignal): Promise<Response> {
  const body = JSON.stringify({
    model: request.model,
    messages: request.messages,
    temperature: request.temperature,
    ...(request.maxTokens !== undefined && { max_tokens: request.maxTokens }),
    stream: true,
    stream_options: { include_usage: true },
  });
  const headers = { 'content-type': 'application/json', ...keyHeaders() };
  try {
    return await fetch('/v1/chat/completions', { method: 'POST', headers, body, signal });
  } catch (error) {
    throw signal.aborted ? error : new ChatError({ kind: 'network' });
  }
}

async function refusal(answer: Response): Promise<ChatError> {
  const error = await answer.json().then(errorIn, () => ({}));
  return new ChatError(failureOf(answer.status, error, answer.headers.get('retry-after')));
}

/** Reads the stream to its end; returns whether the server closed the reply properly. */
async function read(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: ChatEvent) => void,
  signal: AbortSignal,
): Promise<boolean> {
  let complete = false;
  const parser = new SseParser((data) => {
    if (data === '[DONE]') complete = true;
    else eventsIn(data).forEach(onEvent);
  });
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parser.push(part.value);
    }
  } catch (error) {
    if (signal.aborted || error instanceof ChatError) throw error;
    return false;
  } finally {
    reader.releaseLock();
  }
  parser.end();
  return complete;
}

interface Chunk {
  error?: unknown;
  choices?: { delta?: { content?: unknown }; finish_reason?: unknown }[];
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown } | null;
}

/** Returns the events in one chunk of the stream. */
export function eventsIn(data: string): ChatEvent[] {
  const chunk = parse(data);
  if (chunk.error !== undefined) throw new ChatError(failureOf(500, errorIn(chunk), null));
  const events: ChatEvent[] = [];
  const choice = chunk.choices?.[0];
  const text = choice?.delta?.content;
  if (typeof text === 'string' && text !== '') events.push({ type: 'text', text });
  const reason = choice?.finish_reason;
  if (typeof reason === 'string') events.push({ type: 'finish', reason });
  const usage = usageIn(chunk);
  if (usage) events.push({ type: 'usage', usage });
  return events;
}

function parse(data: string): Chunk {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw new ChatError({ kind: 'interrupted' });
  }
}

function usageIn(chunk: Chunk): Usage | undefined {
  const promptTokens = chunk.usage?.prompt_tokens;
  const completionTokens = chunk.usage?.completion_tokens;
  return typeof promptTokens === 'number' && typeof completionTokens === 'number'
    ? { promptTokens, completionTokens }
    : undefined;
}

function errorIn(body: unknown): ErrorBody {
  const error = (body as { error?: unknown } | null)?.error;
  return typeof error === 'object' && error !== null ? error : { message: error };
}
