import type { Schemas } from './client';

/** What arrives while a reply is written. */
export type ReplyEvent =
  | { readonly type: 'start'; readonly message_id: string; readonly model?: string }
  | { readonly type: 'summarising' }
  | { readonly type: 'prompt'; readonly prompt_tokens: number; readonly cached_tokens: number }
  | { readonly type: 'text-delta'; readonly delta: string }
  /** The whole text, where the server no longer keeps how it came. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'finish'; readonly reason: string; readonly usage?: Schemas['Usage'] }
  | { readonly type: 'abort' }
  | { readonly type: 'interrupted' }
  | { readonly type: 'error'; readonly code: string; readonly message: string };

/** What changed for a person, so that every tab stays in step. */
export type Notice =
  | { readonly type: 'conversation'; readonly conversation: Schemas['Conversation'] }
  | { readonly type: 'conversation_gone'; readonly conversation_id: string }
  | { readonly type: 'messages'; readonly conversation_id: string }
  | { readonly type: 'generation'; readonly conversation_id: string }
  | { readonly type: 'settings' | 'organising' | 'resync' };

/** Returns the event in the data of a stream, or nothing when it is none. */
export function parseEvent<Event extends { type: string }>(data: string): Event | undefined {
  try {
    const value: unknown = JSON.parse(data);
    const type = (value as { type?: unknown } | null)?.type;
    return typeof type === 'string' ? (value as Event) : undefined;
  } catch {
    return undefined;
  }
}
