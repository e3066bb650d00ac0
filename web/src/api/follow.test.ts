// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { follow } from './follow';

const refusal = (code: string) => Response.json({ error: { code } }, { status: 503 });

afterEach(() => vi.unstubAllGlobals());

function following() {
  return follow({ address: '/x', signal: new AbortController().signal, onEvent: () => undefined });
}

it.each(['storage_damaged', 'storage_read_only'])('%s does not pass by waiting', async (code) => {
  const fetch = vi.fn(() => Promise.resolve(refusal(code)));
  vi.stubGlobal('fetch', fetch);

  await expect(following()).rejects.toMatchObject({ failure: { kind: 'storage' } });
  expect(fetch).toHaveBeenCalledOnce();
});

it('a server that only starts is asked again', async () => {
  const fetch = vi
    .fn()
    .mockResolvedValueOnce(refusal('model_loading'))
    .mockResolvedValueOnce(new Response('data: [DONE]\n\n'));
  vi.stubGlobal('fetch', fetch);

  await following();

  expect(fetch).toHaveBeenCalledTimes(2);
});
