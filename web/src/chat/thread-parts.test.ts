// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { Drafts } from './drafts';
import { groupsOf } from './groups';
import { apply, TextFlow } from './live';
import { merge } from './merge';
import { Outbox } from './outbox';
import { Turn, type Message } from './turn.svelte';

function message(id: string, parent: string | undefined, more: Partial<Message> = {}): Message {
  return {
    id,
    conversation_id: 'c',
    ...(parent && { parent_id: parent }),
    role: 'user',
    text: id,
    state: 'complete',
    sibling_ids: [id],
    attachments: [],
    created_at: 0,
    ...more,
  };
}

const reply = (id: string, parent: string, more: Partial<Message> = {}) =>
  message(id, parent, { role: 'assistant', ...more });

describe('merge', () => {
  it('keeps turns that are known and those above the page', () => {
    const turns = [message('a', undefined), reply('b', 'a'), message('c', 'b')].map(
      (m) => new Turn(m),
    );

    const merged = merge(turns, { messages: [message('c', 'b'), reply('d', 'c')], more: true });

    expect(merged.turns.map((turn) => turn.message.id)).toEqual(['a', 'b', 'c', 'd']);
    expect(merged.turns[2]).toBe(turns[2]);
    expect(merged.more).toBeUndefined();
  });

  it('shows another branch whole, with what is not sent yet below it', () => {
    const unsent = new Turn(message('u', 'b'));
    unsent.delivery = 'unsent';

    const merged = merge([new Turn(message('a', undefined)), unsent], {
      messages: [message('x', undefined)],
      more: false,
    });

    expect(merged.turns.map((turn) => turn.message.id)).toEqual(['x', 'u']);
    expect(merged.more).toBe(false);
  });

  it('takes a message for sent when the server has it', () => {
    const turn = new Turn(message('a', undefined));
    turn.delivery = 'unsent';

    merge([turn], { messages: [message('a', undefined)], more: false });

    expect(turn.delivery).toBe('sent');
  });
});

describe('a turn', () => {
  const writing = reply('r', 'q', { text: 'Half', state: 'writing', generation_id: 'g' });

  it('grows after what was there before the generation, and ends', () => {
    const turn = new Turn(writing);
    const flow = new TextFlow(turn, false);
    turn.rewind();
    apply({ type: 'text-delta', delta: ' and' }, turn, flow);
    apply({ type: 'text-delta', delta: ' whole' }, turn, flow);

    expect(apply({ type: 'finish', reason: 'stop' }, turn, flow)).toBe(true);
    expect(turn.text).toBe('Half and whole');
    expect(turn.message).toMatchObject({ state: 'complete', text: 'Half and whole' });
  });

  it('is not taken back by an older look at the server', () => {
    const turn = new Turn(writing);
    turn.take({ type: 'abort' });

    turn.update(writing);

    expect(turn.message.state).toBe('stopped');
  });

  it('shows nothing before the end when streaming is off', () => {
    const turn = new Turn({ ...writing, text: '' });
    const flow = new TextFlow(turn, true);
    apply({ type: 'text-delta', delta: 'Secret' }, turn, flow);
    expect(turn.text).toBe('');
    apply({ type: 'finish', reason: 'length' }, turn, flow);

    expect(turn.text).toBe('Secret');
    expect(turn.message.state).toBe('cut');
  });

  it('does not write twice what a look at the server brought already', () => {
    const turn = new Turn({ ...writing, text: '' });
    const flow = new TextFlow(turn, false, () => turn.message.generation_id === 'g');
    apply({ type: 'text-delta', delta: 'All' }, turn, flow);
    turn.update(reply('r', 'q', { text: 'All' }));
    flow.flush();

    expect(turn.text).toBe('All');
  });

  it('takes the whole text where the server no longer knows how it came', () => {
    const turn = new Turn({ ...writing, text: '' });
    const flow = new TextFlow(turn, false);
    apply({ type: 'text', text: 'All of it' }, turn, flow);

    expect(turn.text).toBe('All of it');
  });
});

it('groups begin with what a person said, each with a key of its own', () => {
  const turns = [
    message('a', undefined),
    reply('b', 'a'),
    message('c', 'b'),
    reply('d', 'c'),
    message('e', 'b'),
  ];

  const groups = groupsOf(turns.map((m) => new Turn(m)));

  expect(groups.map((group) => group.turns.length)).toEqual([2, 2, 1]);
  expect(new Set(groups.map((group) => group.key)).size).toBe(3);
});

it('what is not sent comes back after a reload, and what makes no sense does not', () => {
  const outbox = new Outbox(sessionStorage);
  const outgoing = { id: '1', parentId: null, text: 'x', attachments: [], options: {} };
  outbox.add('c', outgoing);
  outbox.add('c', { ...outgoing, text: 'y' });
  expect(outbox.read('c')).toEqual([{ ...outgoing, text: 'y' }]);

  outbox.remove('c', '1');
  sessionStorage.setItem('chatwright.unsent.d', '[{"id":3},null,7]');
  sessionStorage.setItem('chatwright.unsent.e', 'nonsense');
  expect([outbox.read('c'), outbox.read('d'), outbox.read('e')]).toEqual([[], [], []]);
});

it('drafts are kept by conversation, unless they are enormous', () => {
  const drafts = new Drafts(sessionStorage);
  drafts.write('a', 'one');
  drafts.write('b', 'x'.repeat(200_000));

  expect([drafts.read('a'), drafts.read('b')]).toEqual(['one', '']);
});

it('what was chosen for the draft of a new conversation is kept with it', () => {
  const drafts = new Drafts(sessionStorage);
  drafts.writeOptions({ persona_id: 'p' });
  expect(drafts.readOptions()).toEqual({ persona_id: 'p' });

  drafts.writeOptions({});
  expect(drafts.readOptions()).toEqual({});
  sessionStorage.setItem('chatwright.draft.options', 'nonsense');
  expect(drafts.readOptions()).toEqual({});
});
