import { send } from '../api/client';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Asks the server; a body that is a file goes as it is, any other as JSON.
 *
 * @throws ApiError when the answer is not a good one, or none comes
 */
export async function ask<Body>(method: Method, path: string, body?: unknown): Promise<Body> {
  const raw = body instanceof Blob;
  const type = raw ? 'application/octet-stream' : 'application/json';
  const request = {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': type },
      body: raw ? body : JSON.stringify(body),
    }),
  };
  const answer = await send(path, request, { atDoor: isEntrance(path) });
  return (
    answer.status === 200 || answer.status === 201 || answer.status === 202
      ? await answer.json().catch(() => undefined)
      : undefined
  ) as Body;
}

function isEntrance(path: string): boolean {
  return /^\/api\/(entrance|setup|sign-in|join)/.test(path);
}
