import { ApiError, failureOf, type ErrorBody } from './failure';
import { keyHeaders } from './key';
import type { components, paths } from './types';

/** The shapes of the server's API by name. */
export type Schemas = components['schemas'];

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type PathsOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

type Operation<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, infer O> ? O : never;

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : undefined;

/** What a good answer holds. */
export type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202)]> : never;

type BodyOf<O> = O extends { requestBody?: infer B }
  ? NonNullable<B> extends { content: { 'application/json': infer Body } }
    ? Body
    : undefined
  : undefined;

type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;

/** What goes with a request. */
export interface Given<O> {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: QueryOf<O>;
  readonly body?: BodyOf<O>;
  readonly signal?: AbortSignal;
}

type Ask<M extends Method> = <P extends PathsOf<M>>(
  path: P,
  given?: Given<Operation<P, M>>,
) => Promise<Answer<P, M>>;

let renew: () => Promise<boolean> = () => Promise.resolve(false);

/** Says how a session that ended is renewed; the request that noticed is then sent again. */
export function whenSessionEnds(action: () => Promise<boolean>): void {
  renew = action;
}

function asking<M extends Method>(method: M): Ask<M> {
  return async (path, given = {}) => {
    const body = given.body === undefined ? undefined : JSON.stringify(given.body);
    const answer = await send(addressOf(path, given.path, given.query), {
      method: method.toUpperCase(),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
      ...(given.signal && { signal: given.signal }),
    });
    return (answer.status === 204 ? undefined : await answer.json()) as never;
  };
}

/** The server's API. Each request fails with an {@link ApiError}, or an `AbortError` when its signal was aborted. */
export const api = {
  get: asking('get'),
  post: asking('post'),
  put: asking('put'),
  patch: asking('patch'),
  delete: asking('delete'),
};

/**
 * Sends a request and returns the answer if it is a good one. At the door, where nobody is in yet, a
 * refusal is no ended session.
 */
export async function send(
  address: string,
  request: RequestInit,
  { atDoor = false } = {},
): Promise<Response> {
  let answer = await sendOnce(address, request);
  if (answer.status === 401 && !atDoor && (await renew())) {
    answer = await sendOnce(address, request);
  }
  if (answer.ok) return answer;
  const wait = answer.headers.get('retry-after');
  throw new ApiError(failureOf(answer.status, await errorIn(answer), wait));
}

async function sendOnce(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, {
      ...request,
      headers: { ...(request.headers as Record<string, string>), ...keyHeaders() },
    });
  } catch (error) {
    throw request.signal?.aborted ? error : new ApiError({ kind: 'network' });
  }
}

/** Returns the address with its places filled in. */
export function addressOf(
  path: string,
  places: Readonly<Record<string, string>> = {},
  query: unknown = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(places[name] ?? ''),
  );
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs)}`;
}

async function errorIn(answer: Response): Promise<ErrorBody> {
  try {
    const { error } = (await answer.json()) as { error?: unknown };
    return typeof error === 'object' && error !== null ? error : {};
  } catch {
    return {};
  }
}
