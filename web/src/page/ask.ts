import { keyHeaders } from '../api/key';

/** The server's own interface said no, or said nothing at all (status 0). */
export class Refused extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly param: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, error: ErrorFields = {}, retryAfterSeconds?: number) {
    super(typeof error.message === 'string' ? error.message : '');
    this.status = status;
    this.code = typeof error.code === 'string' ? error.code : undefined;
    this.param = typeof error.param === 'string' ? error.param : undefined;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface ErrorFields {
  message?: unknown;
  code?: unknown;
  param?: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let signInAgain: () => Promise<boolean> = () => Promise.resolve(false);

/** Says how a session that ended is renewed; the request that noticed is then sent again. */
export function whenSessionEnds(renew: () => Promise<boolean>): void {
  signInAgain = renew;
}

/**
 * Asks the server; a body that is a file goes as it is, any other as JSON.
 *
 * @throws Refused when the answer is not a good one, or none comes
 */
export async function ask<Body>(method: Method, path: string, body?: unknown): Promise<Body> {
  const response = await send(method, path, body);
  if (response.status === 401 && !isEntrance(path) && (await signInAgain())) {
    return read(await send(method, path, body));
  }
  return read(response);
}

function isEntrance(path: string): boolean {
  return /^\/api\/(entrance|setup|sign-in|join)/.test(path);
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const raw = body instanceof Blob;
  const type = raw ? 'application/octet-stream' : 'application/json';
  try {
    return await fetch(path, {
      method,
      headers: { ...keyHeaders(), ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
    });
  } catch {
    throw new Refused(0);
  }
}

async function read<Body>(response: Response): Promise<Body> {
  const body = await jsonOf(response);
  if (response.ok) return body as Body;
  const { error } = (body ?? {}) as { error?: ErrorFields };
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  throw new Refused(response.status, error, Number.isFinite(seconds) ? seconds : undefined);
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
