import { keyHeaders } from './key';

/** What the server says of itself and of its model. */
export interface Health {
  readonly status: 'pulling' | 'loading' | 'ready' | 'failed' | 'unreachable';
  readonly model?: string;
  readonly message?: string;
  readonly progress?: Progress;
  readonly contextLength?: number;
}

export interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

const STATUSES = ['pulling', 'loading', 'ready', 'failed'] as const;

/** Asks the server how it is. Never fails: a server that does not answer is `unreachable`. */
export async function readHealth(): Promise<Health> {
  try {
    const answer = await fetch('/health', { headers: keyHeaders() });
    return parseHealth(await answer.json());
  } catch {
    return { status: 'unreachable' };
  }
}

/** Returns the health in an answer whose every field is doubted. */
export function parseHealth(body: unknown): Health {
  const fields = record(body);
  const status = STATUSES.find((known) => known === fields.status) ?? 'unreachable';
  const model = text(fields.model) ?? text(record(fields.model).id);
  const message = text(fields.message) ?? text(fields.error) ?? text(record(fields.error).message);
  const progress = parseProgress(fields.progress);
  const contextLength = positive(fields.contextLength);
  return {
    status,
    ...(model && { model }),
    ...(message && { message }),
    ...(progress && { progress }),
    ...(contextLength && { contextLength }),
  };
}

function parseProgress(value: unknown): Progress | undefined {
  const totalBytes = positive(record(value).totalBytes);
  if (totalBytes === undefined) return undefined;
  const done = positive(record(value).doneBytes) ?? 0;
  return { doneBytes: Math.min(done, totalBytes), totalBytes };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}
