import type { Schemas } from '../api/client';

export type Conversation = Schemas['Conversation'];

/** The time that a conversation is listed under. */
export type Period = 'pinned' | 'today' | 'yesterday' | 'week' | { readonly month: number };

/** A line of the list: the name of a period, or a conversation. */
export type Row =
  | { readonly period: Period; readonly key: string }
  | { readonly conversation: Conversation; readonly key: string };

const DAY_MILLIS = 86_400_000;

/** Puts conversations in their order: pinned first, then by the last change. */
export function inOrder(conversations: Iterable<Conversation>): Conversation[] {
  return [...conversations].sort(
    (a, b) =>
      Number(b.pinned) - Number(a.pinned) || b.updated_at - a.updated_at || (a.id < b.id ? 1 : -1),
  );
}

/** Returns the lines of a list in order, with the name of each period above its first conversation. */
export function rowsOf(conversations: readonly Conversation[], now: number): Row[] {
  const rows: Row[] = [];
  const today = startOfDay(now);
  let before = '';
  for (const conversation of conversations) {
    const period = periodOf(conversation, today);
    const key = typeof period === 'string' ? period : String(period.month);
    if (key !== before) rows.push({ period, key });
    before = key;
    rows.push({ conversation, key: conversation.id });
  }
  return rows;
}

/** @param today the first millisecond of this day */
export function periodOf({ pinned, updated_at: at }: Conversation, today: number): Period {
  if (pinned) return 'pinned';
  if (at >= today) return 'today';
  // Noon of the day before, since days of a change of clocks have 23 or 25 hours.
  if (at >= startOfDay(today - DAY_MILLIS / 2)) return 'yesterday';
  if (at >= startOfDay(today - 6.5 * DAY_MILLIS)) return 'week';
  const day = new Date(at);
  return { month: new Date(day.getFullYear(), day.getMonth()).getTime() };
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
