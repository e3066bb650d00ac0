import { expect, it } from 'vitest';
import { Exchange, messagesFor } from './exchange.svelte';

function exchange(prompt: string, reply = '', sent = true): Exchange {
  const made = new Exchange(prompt);
  made.reply.text = reply;
  made.sent = sent;
  return made;
}

it('turns alternate and the reply that is asked for is left out', () => {
  const messages = messagesFor([exchange('a', 'b'), exchange('c', 'half of d')], '');

  expect(messages.map((message) => message.content)).toEqual(['a', 'b', 'c']);
});

it('a system prompt comes first; an empty one not at all', () => {
  expect(messagesFor([exchange('a')], 'Be kind.')[0]?.role).toBe('system');
  expect(messagesFor([exchange('a')], ' \n')[0]?.role).toBe('user');
});

it('a message without reply is joined with the next', () => {
  expect(messagesFor([exchange('a'), exchange('b')], '')).toEqual([
    { role: 'user', content: 'a\n\nb' },
  ]);
});

it('turns that were left out are not sent', () => {
  expect(messagesFor([exchange('a', 'b', false), exchange('c')], '')).toEqual([
    { role: 'user', content: 'c' },
  ]);
});
