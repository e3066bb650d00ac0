import { Exchange } from './exchange.svelte';

const NAME = 'chatwright.conversation';

/** What a reload must not lose. */
export interface Kept {
  readonly exchanges: Exchange[];
  readonly draft: string;
}

/** Keeps a conversation in this tab; it leaves with the tab. */
export function keepConversation(storage: Storage, { exchanges, draft }: Kept): void {
  const kept = exchanges.map(({ prompt, sent, reply }) => ({
    prompt,
    sent,
    text: reply.text,
    state: reply.state,
    finishReason: reply.finishReason,
  }));
  try {
    storage.setItem(NAME, JSON.stringify({ draft, exchanges: kept }));
  } catch {
    // Full storage: better nothing than an older conversation.
    storage.removeItem(NAME);
  }
}

/** Returns the conversation that this tab kept; what makes no sense is left out. */
export function readConversation(storage: Storage): Kept {
  const kept = record(parse(storage.getItem(NAME)));
  const exchanges = Array.isArray(kept.exchanges) ? kept.exchanges : [];
  return { exchanges: exchanges.flatMap(revive), draft: string(kept.draft) };
}

function revive(value: unknown): Exchange[] {
  const fields = record(value);
  const prompt = string(fields.prompt);
  if (prompt === '') return [];
  const exchange = new Exchange(prompt);
  exchange.sent = fields.sent !== false;
  exchange.reply.revive(string(fields.text), fields.state, string(fields.finishReason));
  return [exchange];
}

function parse(json: string | null): unknown {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return {};
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
