import type { Schemas } from '../api/client';
import type { Failure } from '../api/failure';
import type { ReplyOptions } from './outbox';
import type { Turn } from './turn.svelte';

/** What a person sends from the composer. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly Schemas['Attachment'][];
  readonly options: ReplyOptions;
  readonly compare?: readonly [ReplyOptions, ReplyOptions];
  readonly blind?: boolean;
}

/** A conversation as the page shows it: one that is kept, or a temporary one. */
export interface Talk {
  readonly id: string | undefined;
  readonly turns: readonly Turn[];
  readonly more: boolean;
  readonly temporary: boolean;
  readonly failure: Failure | undefined;
  /** Whether a reply is awaited or written. */
  readonly busy: boolean;
  send(draft: Draft): void;
  stop(): void;
}
