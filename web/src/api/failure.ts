/**
 * Why something asked of the server did not come, or not wholly. The kind decides what the page says
 * and offers; `detail` is the server's own sentence, where it gave one.
 */
export type FailureKind =
  | 'network'
  | 'loading'
  | 'busy'
  | 'tooLong'
  | 'signedOut'
  | 'forbidden'
  | 'gone'
  | 'conflict'
  | 'tooLarge'
  | 'diskFull'
  | 'storage'
  | 'refused'
  | 'server'
  | 'interrupted';

export interface Failure {
  readonly kind: FailureKind;
  readonly detail?: string;
  readonly code?: string;
  /** The field of the request that is wrong. */
  readonly param?: string;
  readonly retryAfterSeconds?: number;
}

/** Carries a {@link Failure} up to whoever asked. */
export class ApiError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.detail ?? failure.kind);
    this.failure = failure;
  }
}

/** The `error` object of an answer, as far as the page reads it. */
export interface ErrorBody {
  message?: unknown;
  code?: unknown;
  param?: unknown;
}

/** Returns the failure that a thrown value stands for. */
export function failureIn(error: unknown): Failure {
  return error instanceof ApiError ? error.failure : { kind: 'server' };
}

/** Returns the failure that an answer with this status and body stands for. */
export function failureOf(status: number, error: ErrorBody, retryAfter: string | null): Failure {
  const seconds = Number(retryAfter);
  return {
    kind: kindOf(status, error.code),
    ...(typeof error.message === 'string' && { detail: error.message }),
    ...(typeof error.code === 'string' && { code: error.code }),
    ...(typeof error.param === 'string' && { param: error.param }),
    ...(retryAfter && Number.isFinite(seconds) && { retryAfterSeconds: seconds }),
  };
}

/** Returns the kind of a reply that failed while it was written, by the code of its event. */
export function kindOfCode(code: string): FailureKind {
  return KINDS_BY_CODE[code] ?? 'server';
}

const KINDS_BY_CODE: Record<string, FailureKind> = {
  context_full: 'tooLong',
  message_too_long: 'tooLong',
  disk_full: 'diskFull',
  // No waiting mends these, though their status is the one of a server that starts.
  storage_damaged: 'storage',
  storage_read_only: 'storage',
  model_failed: 'server',
  models_busy: 'busy',
  stopping: 'interrupted',
  busy: 'busy',
  deadline: 'busy',
};

const KINDS_BY_STATUS: Record<number, FailureKind> = {
  401: 'signedOut',
  403: 'forbidden',
  404: 'gone',
  409: 'conflict',
  413: 'tooLarge',
  429: 'busy',
  503: 'loading',
  507: 'diskFull',
};

function kindOf(status: number, code: unknown): FailureKind {
  const byCode = typeof code === 'string' ? KINDS_BY_CODE[code] : undefined;
  if (byCode) return byCode;
  return KINDS_BY_STATUS[status] ?? (status >= 400 && status < 500 ? 'refused' : 'server');
}
