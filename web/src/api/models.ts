import { keyHeaders } from './key';

/** Returns the ids of the models the server can answer with; none when it does not say. */
export async function readModels(): Promise<string[]> {
  try {
    const answer = await fetch('/v1/models', { headers: keyHeaders() });
    return answer.ok ? idsIn(await answer.json()) : [];
  } catch {
    return [];
  }
}

function idsIn(body: unknown): string[] {
  const data = (body as { data?: unknown } | null)?.data;
  if (!Array.isArray(data)) return [];
  return data.map((entry: { id?: unknown }) => entry.id).filter((id) => typeof id === 'string');
}
