// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { Exchange } from './exchange.svelte';
import { keepConversation, readConversation } from './kept';
import type { ReplyState } from './reply.svelte';

beforeEach(() => sessionStorage.clear());

function exchange(state: ReplyState): Exchange {
  const made = new Exchange('Why?');
  made.reply.text = 'Because.';
  made.reply.state = state;
  made.reply.finishReason = 'stop';
  return made;
}

it.each([
  ['done', 'done', undefined],
  ['stopped', 'stopped', undefined],
  ['held', 'held', undefined],
  ['waiting', 'failed', 'interrupted'],
  ['writing', 'failed', 'interrupted'],
  ['failed', 'failed', 'interrupted'],
] as const)('a reply that was %s comes back as %s', (before, after, failure) => {
  keepConversation(sessionStorage, { exchanges: [exchange(before)], draft: 'and' });

  const { exchanges, draft } = readConversation(sessionStorage);

  expect(draft).toBe('and');
  expect(exchanges).toHaveLength(1);
  expect(exchanges[0]?.prompt).toBe('Why?');
  expect(exchanges[0]?.reply.text).toBe('Because.');
  expect(exchanges[0]?.reply.state).toBe(after);
  expect(exchanges[0]?.reply.failure?.kind).toBe(failure);
  expect(exchanges[0]?.reply.finishReason).toBe('stop');
});

it('turns that were left out stay left out', () => {
  const left = exchange('done');
  left.sent = false;
  keepConversation(sessionStorage, { exchanges: [left], draft: '' });

  expect(readConversation(sessionStorage).exchanges[0]?.sent).toBe(false);
});

it.each(['', 'nonsense', 'null', '[]', '{"exchanges":7}', '{"exchanges":[3,{"prompt":5}]}'])(
  'a kept conversation that makes no sense is none: %s',
  (json) => {
    sessionStorage.setItem('chatwright.conversation', json);

    expect(readConversation(sessionStorage)).toEqual({ exchanges: [], draft: '' });
  },
);
