import { text } from '../text/catalogue';
import { duration } from '../text/numbers';
import { Refused } from './ask';

/** What a person is told of something that did not work. */
export interface Explanation {
  readonly what: string;
  readonly todo: string;
  /** The server's own sentence, where it gave one. */
  readonly detail?: string;
}

/** Returns what happened and what to do; nothing else is ever shown of an error. */
export function explain(error: unknown): Explanation {
  if (!(error instanceof Refused)) return text.problems.page;
  const detail = error.message === '' ? {} : { detail: error.message };
  return { ...sentencesFor(error), ...detail };
}

function sentencesFor({ status, retryAfterSeconds }: Refused): Explanation {
  if (status === 0) return text.problems.network;
  if (status === 401) return text.problems.signedOut;
  if (status === 403) return text.problems.forbidden;
  if (status === 404) return text.problems.gone;
  if (status === 413) return text.problems.tooLarge;
  if (status === 429) return throttled(retryAfterSeconds);
  return status >= 500 ? text.problems.server : text.problems.refused;
}

function throttled(seconds: number | undefined): Explanation {
  const { what, todo, todoAfter } = text.problems.throttled;
  return { what, todo: seconds === undefined ? todo : todoAfter(duration(seconds)) };
}
