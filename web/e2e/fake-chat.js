// The server's API for the chat, in memory: conversations as trees, replies as logs of events that can be
// cut anywhere and resumed. What a reply says is decided by the test, never by a clock.
import { randomUUID } from 'node:crypto';

export const MODEL = 'smollm2-135m-instruct';

const ME = {
  id: randomUUID(),
  name: 'You',
  role: 'administrator',
  permissions: ['chat', 'share', 'api', 'models', 'administer'],
  mode: 'alone',
  settings: { follow_ups: false },
  server: {
    version: '0.1.0',
    default_model: MODEL,
    feedback_reasons: ['Wrong', 'Too long'],
    max_attachment_bytes: 20_000_000,
    max_share_days: 30,
    sharing: true,
    deleted_kept_days: 30,
  },
};

/** One reply while it is written. */
export class Writing {
  constructor(chat, message, question) {
    Object.assign(this, { chat, message, question, events: [], readers: new Set() });
    this.say({ type: 'start', message_id: message.id, model: message.model });
  }

  write(...pieces) {
    for (const delta of pieces) {
      this.message.hidden += delta;
      this.say({ type: 'text-delta', delta });
    }
  }

  finish(reason = 'stop') {
    const usage = {
      prompt_tokens: 40,
      cached_tokens: 10,
      reply_tokens: this.events.length,
      first_token_millis: 180,
      prompt_millis: 170,
      tokens_per_second: 42.5,
    };
    this.end({ type: 'finish', reason, usage }, reason === 'length' ? 'cut' : 'complete', {
      usage,
    });
  }

  fail(code, message) {
    this.end({ type: 'error', code, message }, 'failed', { failure: { code, message } });
  }

  /** As after the death of the server. */
  interrupt() {
    this.end({ type: 'interrupted' }, 'interrupted');
  }

  end(event, state, more = {}) {
    if (!this.message.generation_id) return;
    const { message } = this;
    Object.assign(message, more, { state, text: message.text + message.hidden, hidden: '' });
    delete message.generation_id;
    this.say(event);
    for (const reader of this.readers) reader.end('data: [DONE]\n\n');
    this.over = true;
    this.chat.changed(message.conversation_id);
    this.chat.beginQueued(message);
  }

  say(event) {
    this.events.push(event);
    for (const reader of this.readers) sendEvent(reader, this.events.length, event);
  }

  /** Cuts every connection to this reply. */
  drop() {
    for (const reader of this.readers) reader.destroy();
    this.readers.clear();
  }
}

function sendEvent(reader, id, event) {
  reader.write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
}

/** A person's conversations, and the answers to what the page asks of them. */
export class FakeChat {
  constructor(reply) {
    this.reply = reply;
    this.me = structuredClone(ME);
    this.conversations = new Map();
    this.messages = new Map();
    this.generations = new Map();
    this.watchers = new Set();
    this.personas = [];
    this.prompts = [];
    this.folders = [];
    this.tags = [];
    this.attachments = new Map();
    /** What was asked, as `POST /api/…` with its body. */
    this.asked = [];
    /** Returns [status, error] to refuse a request, or 'drop' to lose its answer after it was done. */
    this.refuse = () => undefined;
  }

  /** Puts a conversation there, with turns of both sides in alternation. */
  add({ id = randomUUID(), title = 'Bread', turns = [], ...more } = {}) {
    const now = more.updated_at ?? Date.now();
    this.conversations.set(id, {
      id,
      title,
      pinned: false,
      archived: false,
      tag_ids: [],
      created_at: now,
      updated_at: now,
      message_count: turns.length,
      ...more,
    });
    let parent;
    turns.forEach((text, index) => {
      parent = this.put(id, parent, index % 2 === 0 ? 'user' : 'assistant', text);
    });
    return id;
  }

  put(conversationId, parent, role, text, more = {}) {
    const message = {
      id: randomUUID(),
      conversation_id: conversationId,
      ...(parent && { parent_id: parent.id }),
      role,
      text,
      hidden: '',
      state: 'complete',
      attachments: [],
      created_at: Date.now(),
      ...(role === 'assistant' && { model: MODEL }),
      ...more,
    };
    this.messages.set(message.id, message);
    const conversation = this.conversations.get(conversationId);
    conversation.active_message_id = message.id;
    conversation.updated_at = Math.max(conversation.updated_at, Date.now());
    return message;
  }

  notify(notice) {
    for (const watcher of this.watchers) sendEvent(watcher, `n-${++this.noticed}`, notice);
  }

  noticed = 0;

  changed(conversationId) {
    this.notify({ type: 'messages', conversation_id: conversationId });
  }

  view(message) {
    const { hidden: _hidden, ...shown } = message;
    const siblings = [...this.messages.values()].filter(
      (other) =>
        other.conversation_id === message.conversation_id && other.parent_id === message.parent_id,
    );
    return { ...shown, sibling_ids: siblings.map((sibling) => sibling.id) };
  }

  branch(conversationId, leafId) {
    const branch = [];
    let at = this.messages.get(leafId ?? this.conversations.get(conversationId).active_message_id);
    for (; at; at = this.messages.get(at.parent_id)) branch.unshift(at);
    return branch;
  }

  newestLeaf(id) {
    const below = [...this.messages.values()].filter((message) => message.parent_id === id);
    return below.length === 0 ? id : this.newestLeaf(below.at(-1).id);
  }

  begin(message, question) {
    message.state = 'writing';
    message.generation_id ??= randomUUID();
    const writing = new Writing(this, message, question);
    this.generations.set(message.generation_id, writing);
    void this.reply(writing);
    return message;
  }

  beginQueued(before) {
    for (const question of this.messages.values()) {
      if (question.parent_id !== before.id || question.state !== 'queued') continue;
      question.state = 'complete';
      const reply = [...this.messages.values()].find((one) => one.parent_id === question.id);
      this.begin(reply, question);
      this.changed(reply.conversation_id);
    }
  }

  /** From now on only who sends this key is answered. */
  lock(key) {
    this.key = `Bearer ${key}`;
    for (const watcher of this.watchers) watcher.end();
  }

  /** Answers a request below /api. */
  async answer(request, response, body) {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const what = `${request.method} ${pathname}`;
    const { authorization } = request.headers;
    if (this.key && this.key !== authorization && pathname !== '/api/entrance') {
      const code = authorization ? 'invalid_api_key' : 'missing_api_key';
      return json(response, 401, { error: { message: 'a key is required', code } });
    }
    this.asked.push({ what, body, lastEventId: request.headers['last-event-id'] });
    const refused = this.refuse(what, body);
    if (Array.isArray(refused)) return json(response, refused[0], { error: refused[1] });
    if (refused === 'cut') return response.destroy();
    const route = ROUTES.find(([pattern]) => pattern.test(what));
    if (!route) return json(response, 404, { error: { message: `no ${what}`, type: 'x' } });
    const parts = route[0].exec(what).slice(1);
    const answered = route[1](this, parts, body ?? {}, searchParams, request, response);
    if (answered === STREAMED) return;
    if (refused === 'drop') return response.destroy();
    const [status, value] = Array.isArray(answered) ? answered : [200, answered];
    if (value === undefined) response.writeHead(status === 200 ? 404 : status).end();
    else json(response, status, value);
  }
}

const STREAMED = Symbol('streamed');

const ROUTES = [
  [/^GET \/api\/entrance$/, () => ({ mode: 'alone', signed_in: true, set_up: true })],
  [/^GET \/api\/me$/, (chat) => chat.me],
  [
    /^PATCH \/api\/me$/,
    (chat, _, { settings }) => {
      Object.assign(chat.me.settings, settings);
      return chat.me;
    },
  ],
  [/^GET \/api\/events$/, watch],
  [/^GET \/api\/conversations$/, listConversations],
  [
    /^POST \/api\/conversations$/,
    (chat, _, body) => {
      const before = chat.conversations.get(body.id);
      return before ?? [201, chat.conversations.get(chat.add({ title: '', ...body }))];
    },
  ],
  [/^GET \/api\/conversations\/([\w-]+)$/, (chat, [id]) => chat.conversations.get(id)],
  [/^PATCH \/api\/conversations\/([\w-]+)$/, changeConversation],
  [
    /^DELETE \/api\/conversations\/([\w-]+)$/,
    (chat, [id]) => {
      chat.conversations.get(id).deleted_at = Date.now();
      chat.notify({ type: 'conversation_gone', conversation_id: id });
      return [204];
    },
  ],
  [
    /^POST \/api\/conversations\/([\w-]+)\/restore$/,
    (chat, [id]) => {
      delete chat.conversations.get(id).deleted_at;
      return chat.conversations.get(id);
    },
  ],
  [/^GET \/api\/conversations\/([\w-]+)\/messages$/, listMessages],
  [/^POST \/api\/conversations\/([\w-]+)\/messages$/, sendMessage],
  [
    /^POST \/api\/conversations\/([\w-]+)\/fork$/,
    (chat, [id], { message_id }) => {
      const turns = chat.branch(id, message_id).map((message) => message.text);
      return [201, chat.conversations.get(chat.add({ title: 'Fork', turns }))];
    },
  ],
  [
    /^GET \/api\/conversations\/([\w-]+)\/context$/,
    () => ({
      length: 2048,
      system: 20,
      attachments: 0,
      summary: 0,
      turns: 60,
      reserve: 512,
      free: 1456,
    }),
  ],
  [/^GET \/api\/search$/, find],
  [
    /^POST \/api\/messages\/([\w-]+)\/replies$/,
    (chat, [id], { options }) => {
      const question = chat.messages.get(id);
      const reply = chat.put(
        question.conversation_id,
        question,
        'assistant',
        '',
        options?.model ? { model: options.model } : {},
      );
      return [202, chat.view(chat.begin(reply, question))];
    },
  ],
  [
    /^POST \/api\/messages\/([\w-]+)\/continue$/,
    (chat, [id]) => {
      const reply = chat.messages.get(id);
      return [202, chat.view(chat.begin(reply, chat.messages.get(reply.parent_id)))];
    },
  ],
  [
    /^PUT \/api\/messages\/([\w-]+)\/feedback$/,
    (chat, [id], body) => (chat.messages.get(id).feedback = { ...body, changed_at: Date.now() }),
  ],
  [
    /^DELETE \/api\/messages\/([\w-]+)\/feedback$/,
    (chat, [id]) => {
      delete chat.messages.get(id).feedback;
      return [204];
    },
  ],
  [/^PUT \/api\/comparisons\/([\w-]+)\/vote$/, vote],
  [/^GET \/api\/generations\/([\w-]+)\/events$/, follow],
  [/^POST \/api\/generations\/([\w-]+)\/stop$/, stop],
  [/^POST \/api\/temporary$/, temporary],
  [/^POST \/api\/attachments$/, attach],
  [/^GET \/api\/attachments\/([\w-]+)$/, (chat, [id]) => chat.attachments.get(id)],
  [/^DELETE \/api\/attachments\/([\w-]+)$/, () => [204]],
  [/^GET \/api\/personas$/, ({ personas }) => ({ personas })],
  [/^GET \/api\/prompts$/, ({ prompts }) => ({ prompts })],
  [/^GET \/api\/folders$/, ({ folders }) => ({ folders })],
  [/^GET \/api\/tags$/, ({ tags }) => ({ tags })],
  [
    /^POST \/api\/(folders|tags)$/,
    (chat, [kind], { name }) => {
      const label = { id: randomUUID(), name };
      chat[kind].push(label);
      return [201, label];
    },
  ],
  [
    /^GET \/api\/models$/,
    () => ({
      models: [MODEL, 'smollm2-360m-instruct'].map((id, index) => ({
        id,
        state: 'ready',
        default: index === 0,
        kind: 'chat',
      })),
      known: [],
    }),
  ],
];

function watch(chat, _parts, _body, _query, _request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': here\n\n');
  chat.watchers.add(response);
  response.on('close', () => chat.watchers.delete(response));
  return STREAMED;
}

function listConversations(chat, _parts, _body, query) {
  const view = query.get('view') ?? 'current';
  const limit = Number(query.get('limit') ?? 50);
  const from = Number(query.get('cursor') ?? 0);
  const all = [...chat.conversations.values()]
    .filter((one) => (view === 'deleted') === (one.deleted_at !== undefined))
    .filter((one) => view === 'deleted' || one.archived === (view === 'archived'))
    .filter((one) => !query.get('folder_id') || one.folder_id === query.get('folder_id'))
    .filter((one) => !query.get('tag_id') || one.tag_ids.includes(query.get('tag_id')))
    .sort((a, b) => b.updated_at - a.updated_at);
  const next = from + limit < all.length ? String(from + limit) : null;
  return { conversations: all.slice(from, from + limit), next_cursor: next };
}

function changeConversation(chat, [id], { active_message_id: active, ...change }) {
  const conversation = chat.conversations.get(id);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) Reflect.deleteProperty(conversation, name);
    else conversation[name] = value;
  }
  if (active) conversation.active_message_id = chat.newestLeaf(active);
  chat.notify({ type: 'conversation', conversation });
  return conversation;
}

function listMessages(chat, [id], _body, query) {
  if (!chat.conversations.has(id)) return [404, { error: { message: 'no such conversation' } }];
  const branch = chat.branch(id, query.get('leaf_id') ?? undefined);
  const before = query.get('before_id');
  const above = before
    ? branch.slice(
        0,
        branch.findIndex((one) => one.id === before),
      )
    : branch;
  const page = above.slice(-Number(query.get('limit') ?? 50));
  const messages = page.map((message) => chat.view(message));
  return { messages, more: page.length < above.length, total: branch.length };
}

function sendMessage(chat, [id], body) {
  const known = chat.messages.get(body.id);
  if (known) {
    const replies = [...chat.messages.values()].filter((one) => one.parent_id === known.id);
    return [202, { message: chat.view(known), replies: replies.map((one) => chat.view(one)) }];
  }
  const parent = chat.messages.get(body.parent_id ?? '');
  const waits = parent?.generation_id !== undefined;
  const attachments = (body.attachment_ids ?? []).map((one) => chat.attachments.get(one));
  const state = waits ? 'queued' : 'complete';
  const asked = chat.put(id, parent, 'user', body.text, { id: body.id, attachments, state });
  const sides = body.compare ?? [body.options ?? {}];
  const replies = sides.map((options) =>
    chat.put(id, asked, 'assistant', '', {
      model: options.model ?? MODEL,
      ...(waits && { state: 'queued', generation_id: randomUUID() }),
    }),
  );
  const [left, right] = replies;
  if (right) {
    const comparison = {
      id: randomUUID(),
      left_id: left.id,
      right_id: right.id,
      blind: body.blind,
    };
    replies.forEach((reply) => (reply.comparison = comparison));
    chat.conversations.get(id).active_message_id = left.id;
  }
  if (!waits) replies.forEach((reply) => chat.begin(reply, asked));
  return [202, { message: chat.view(asked), replies: replies.map((one) => chat.view(one)) }];
}

function vote(chat, [id], body) {
  const sides = [...chat.messages.values()].filter((one) => one.comparison?.id === id);
  const comparison = { ...sides[0].comparison, vote: body.vote, blind: false };
  sides.forEach((side) => (side.comparison = comparison));
  return comparison;
}

function follow(chat, [id], _body, query, request, response) {
  const writing = chat.generations.get(id);
  if (!writing) return [404, { error: { message: 'no such generation' } }];
  const after = Number(request.headers['last-event-id'] ?? query.get('after') ?? 0);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  writing.events
    .slice(after)
    .forEach((event, index) => sendEvent(response, after + index + 1, event));
  if (writing.over) response.end('data: [DONE]\n\n');
  else {
    writing.readers.add(response);
    response.on('close', () => writing.readers.delete(response));
  }
  return STREAMED;
}

function stop(chat, [id]) {
  const writing = chat.generations.get(id);
  if (writing) writing.end({ type: 'abort' }, 'stopped');
  for (const reply of [...chat.messages.values()]) {
    if (reply.generation_id !== id || reply.state !== 'queued') continue;
    const question = chat.messages.get(reply.parent_id);
    chat.messages.delete(reply.id);
    chat.messages.delete(question.id);
    chat.conversations.get(reply.conversation_id).active_message_id = question.parent_id;
  }
  return [204];
}

function temporary(_chat, _parts, { messages }, _query, _request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const delta of ['You said: ', messages.at(-1).text]) {
    response.write(`data: ${JSON.stringify({ type: 'text-delta', delta })}\n\n`);
  }
  response.end(`data: ${JSON.stringify({ type: 'finish', reason: 'stop' })}\n\ndata: [DONE]\n\n`);
  return STREAMED;
}

function attach(chat, _parts, _body, query, request) {
  const id = randomUUID();
  const name = query.get('name');
  const size = Number(request.headers['content-length']);
  const type = { media_type: 'text/plain', kind: 'document', size_bytes: size };
  chat.attachments.set(id, { id, name, ...type, state: 'ready' });
  return [201, { ...chat.attachments.get(id), state: 'reading' }];
}

function find(chat, _parts, _body, query) {
  const wanted = query.get('q').toLowerCase();
  const hits = [...chat.messages.values()]
    .filter((message) => message.text.toLowerCase().includes(wanted))
    .map((message) => {
      const start = message.text.toLowerCase().indexOf(wanted);
      return {
        conversation_id: message.conversation_id,
        message_id: message.id,
        title: chat.conversations.get(message.conversation_id).title,
        excerpt: message.text,
        ranges: [[start, start + wanted.length]],
        created_at: message.created_at,
      };
    });
  return { hits, complete: true };
}

function json(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
