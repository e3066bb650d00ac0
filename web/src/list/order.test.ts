import { expect, it } from 'vitest';
import { inOrder, periodOf, rowsOf, type Conversation } from './order';

const NOON = new Date(2026, 10, 26, 12).getTime();
const HOUR = 3_600_000;

function chat(id: string, updated_at: number, more: Partial<Conversation> = {}): Conversation {
  const rest = { pinned: false, archived: false, tag_ids: [], created_at: 0, message_count: 1 };
  return { id, title: id, updated_at, ...rest, ...more };
}

it('puts pinned chats first and then the newest', () => {
  const chats = [chat('a', 1), chat('b', 3), chat('c', 2, { pinned: true })];

  expect(inOrder(chats).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

it.each([
  [NOON - HOUR, 'today'],
  [NOON - 13 * HOUR, 'yesterday'],
  [NOON - 40 * HOUR, 'week'],
  [NOON - 6 * 24 * HOUR, 'week'],
  [NOON - 9 * 24 * HOUR, { month: new Date(2026, 10).getTime() }],
  [NOON - 40 * 24 * HOUR, { month: new Date(2026, 9).getTime() }],
])('a chat changed at %i is listed under %o', (at, period) => {
  expect(periodOf(chat('a', at), new Date(2026, 10, 26).getTime())).toEqual(period);
});

it('names each period once', () => {
  const rows = rowsOf([chat('a', NOON), chat('b', NOON - 1), chat('c', NOON - 24 * HOUR)], NOON);

  expect(rows.map((row) => row.key)).toEqual(['today', 'a', 'b', 'yesterday', 'c']);
});
