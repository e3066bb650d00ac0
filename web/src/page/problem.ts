import { text } from '../text/catalogue';
import { duration } from '../text/numbers';
import { ApiError, type Failure, type FailureKind } from '../api/failure';

/** What a person is told of something that did not work. */
export interface Explanation {
  readonly what: string;
  readonly todo: string;
  /** The server's own sentence, where it gave one. */
  readonly detail?: string;
}

/** Returns what happened and what to do; nothing else is ever shown of an error. */
export function explain(error: unknown): Explanation {
  if (!(error instanceof ApiError)) return text.problems.page;
  const { failure } = error;
  return { ...sentencesFor(failure), ...(failure.detail && { detail: failure.detail }) };
}

function sentencesFor({ kind, retryAfterSeconds }: Failure): Explanation {
  if (kind === 'busy') return throttled(retryAfterSeconds);
  const name = SENTENCES[kind];
  return name ? text.problems[name] : text.problems.refused;
}

/** What is told of each kind; of the others, that the server did not accept it. */
const SENTENCES: Partial<Record<FailureKind, Told>> = {
  network: 'network',
  signedOut: 'signedOut',
  forbidden: 'forbidden',
  gone: 'gone',
  tooLarge: 'tooLarge',
  server: 'server',
  loading: 'server',
  diskFull: 'server',
  storage: 'server',
  interrupted: 'server',
};

type Told = 'network' | 'signedOut' | 'forbidden' | 'gone' | 'tooLarge' | 'server';

function throttled(seconds: number | undefined): Explanation {
  const { what, todo, todoAfter } = text.problems.throttled;
  return { what, todo: seconds === undefined ? todo : todoAfter(duration(seconds)) };
}
