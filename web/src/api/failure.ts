/**
 * Why a reply did not come, or not wholly. The kind decides what the page says and offers;
 * `detail` is the server's own sentence, where it gave one.
 */
export type FailureKind =
  'network' | 'loading' | 'busy' | 'tooLong' | 'key' | 'refused' | 'server' | 'interrupted';

export interface Failure {
  readonly kind: FailureKind;
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
}

/** Carries a {@link Failure} up to whoever asked. */
export class ChatError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.detail ?? failure.kind);
    this.failure = failure;
  }
}

/** The `error` object of the OpenAI interface, as far as the page reads it. */
export interface ErrorBody {
  message?: unknown;
  code?: unknown;
  type?: unknown;
}

/** Returns the failure that an answer with this status and body stands for. */
export function failureOf(status: number, error: ErrorBody, retryAfter: string | null): Failure {
  const seconds = Number(retryAfter);
  return {
    kind: kindOf(status, error),
    ...(typeof error.message === 'string' && { detail: error.message }),
    ...(retryAfter && Number.isFinite(seconds) && { retryAfterSeconds: seconds }),
  };
}

function kindOf(status: number, error: ErrorBody): FailureKind {
  if (error.code === 'context_length_exceeded') return 'tooLong';
  if (status === 500 && error.code === 'stopping') return 'interrupted';
  if (status === 401) return 'key';
  if (status === 429) return 'busy';
  if (status === 503) return 'loading';
  return status >= 400 && status < 500 ? 'refused' : 'server';
}
