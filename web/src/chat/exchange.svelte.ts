import type { ChatMessage } from '../api/chat';
import { Reply } from './reply.svelte';

let exchanges = 0;

/** What a person said and what the model replied. */
export class Exchange {
  readonly id = ++exchanges;
  readonly prompt: string;
  reply = $state(new Reply());
  /** Whether the model still reads it; the oldest may be left out when the context is full. */
  sent = $state(true);

  constructor(prompt: string) {
    this.prompt = prompt;
  }
}

/**
 * Returns the messages that ask for the reply of the last exchange.
 *
 * Two messages of a person in a row, left when a reply failed, become one: many models' templates
 * demand that turns alternate.
 */
export function messagesFor(exchanges: readonly Exchange[], systemPrompt: string): ChatMessage[] {
  const messages: ChatMessage[] = [];
  if (systemPrompt.trim() !== '') messages.push({ role: 'system', content: systemPrompt });
  const read = exchanges.filter((exchange) => exchange.sent);
  read.forEach((exchange, index) => {
    add(messages, { role: 'user', content: exchange.prompt });
    const reply = index < read.length - 1 ? exchange.reply.text : '';
    if (reply !== '') messages.push({ role: 'assistant', content: reply });
  });
  return messages;
}

function add(messages: ChatMessage[], next: ChatMessage): void {
  const last = messages.at(-1);
  if (last?.role === 'user') {
    messages[messages.length - 1] = { role: 'user', content: `${last.content}\n\n${next.content}` };
  } else {
    messages.push(next);
  }
}
