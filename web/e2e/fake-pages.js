// What the pages beside the chat ask of the server, from a small world in memory that a test may arrange and look at.
import { randomUUID } from 'node:crypto';

const DAY = 86_400_000;
const NOW = Date.now();
export const CONVERSATION = '0190a000-0000-7000-8000-000000000003';
export const PASSWORD = 'four plain words here';

/** A team with an administrator who is signed in, and something of everything. */
export function aTeam(changes = {}) {
  const ada = person('Ada Lovelace', 'ada@example.org', 'administrator');
  return {
    mode: 'team',
    signedIn: true,
    setUp: true,
    me: ada,
    permissions: ['chat', 'share', 'api', 'models', 'administer'],
    settings: {},
    people: [ada, person('Bo Li', 'bo@example.org', 'member')],
    sessions: [session('Firefox on Linux', true), session('Safari on iPhone', false)],
    keys: [],
    shares: [],
    invitations: [],
    personas: [],
    prompts: [],
    models: [aModel()],
    adapterFiles: ['legal.gguf', 'medical'],
    known: [{ id: 'smollm2-360m-instruct', description: 'Larger, slower.', size_bytes: 386e6 }],
    conversation: aConversation(),
    imports: [],
    refuse: undefined,
    asked: [],
    ...changes,
  };
}

/** Somebody alone on a machine. */
export const aloneHere = (changes = {}) => aTeam({ mode: 'alone', ...changes });

export function aModel(changes = {}) {
  return {
    id: 'smollm2-135m-instruct',
    state: 'ready',
    default: true,
    built_in: false,
    kind: 'chat',
    size_bytes: 98_362_432,
    context_length: 2048,
    architecture: 'llama',
    parameters: 134_515_008,
    quantization: 'Q4_K_M',
    licence: 'Apache-2.0',
    ...changes,
  };
}

/** A model as one of its adapters changes it. */
export function anAdapted(base, name, changes = {}) {
  const adapter = { name, sha256: 'ad'.repeat(32) };
  return aModel({ id: `${base}:${name}`, default: false, base, adapter, ...changes });
}

function attach(world, base, { name, file }) {
  if (file === 'medical') return badField('file', 'medical is for another model');
  world.models.push(anAdapted(base, name));
  return [201, { id: `${base}:${name}`, adapter: { name, sha256: 'ad'.repeat(32) } }];
}

function aConversation() {
  return {
    ...{ id: CONVERSATION, title: 'How bread is baked', pinned: false, archived: false },
    ...{ tag_ids: [], message_count: 2, created_at: NOW - DAY, updated_at: NOW - 60_000 },
  };
}

function person(name, email, role) {
  const id = randomUUID();
  return { id, name, email, role, active: true, created_at: NOW - 90 * DAY, last_seen_at: NOW };
}

function session(browser, current) {
  const times = { created_at: NOW - 2 * DAY, last_seen_at: NOW - 60_000, expires_at: NOW + DAY };
  return { id: randomUUID(), current, browser, address: '127.0.0.1', ...times };
}

/** Answers a request of these pages; returns whether it was one. */
export async function answerPages(world, request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (!pathname.startsWith('/api/')) return false;
  // What changes elsewhere is told here; in this world nothing does.
  if (pathname === '/api/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    return true;
  }
  const raw = await bodyOf(request);
  const json = request.headers['content-type'] === 'application/json' && raw ? JSON.parse(raw) : {};
  world.asked.push({ method: request.method, path: pathname, body: json });
  const [status, body, headers] =
    world.refuse?.({ method: request.method, path: pathname, body: json }) ??
    answer(world, request.method, pathname, json, raw, searchParams);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
  return true;
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

export const refusal = (status, message, headers = {}) => [
  status,
  { error: { message, type: 'invalid_request_error', param: null, code: null } },
  headers,
];
const badField = (param, message) => [
  400,
  { error: { message, type: 'invalid_request_error', param, code: 'invalid_value' } },
];
const gone = refusal(404, 'there is no such thing');

const DOORS = /^\/api\/(?:entrance|sign-in|setup|(?:join|new-password)(?:\/look)?)$/;

function answer(world, method, path, body, raw, query) {
  if (!world.signedIn && !DOORS.test(path)) return refusal(401, 'sign in first');
  const [, , first, second, third] = path.split('/');
  const route = `${method} ${first}`;
  if (first === 'administration') return administration(world, method, second, third, body);
  return (ROUTES[route] ?? (() => gone))({
    world,
    body,
    raw,
    query,
    path,
    id: second,
    more: third,
  });
}

const ROUTES = {
  'GET entrance': ({ world }) => [
    200,
    {
      mode: world.mode,
      signed_in: world.signedIn,
      set_up: world.setUp,
      min_password_length: 12,
    },
  ],
  'POST sign-in': ({ world, body }) => {
    if (body.email !== world.me.email || body.password !== PASSWORD) {
      return refusal(401, 'address and password do not belong together');
    }
    world.signedIn = true;
    return [200, meOf(world)];
  },
  'POST sign-out': ({ world }) => {
    world.signedIn = false;
    return [204];
  },
  'POST setup': ({ world, body }) => (body.token === 'first' ? comesIn(world, body) : gone),
  'POST join': ({ world, body, id }) => {
    if (body.token !== 'welcome') return gone;
    if (id !== 'look') return comesIn(world, body);
    return [200, { role: 'member', invited_by: 'Ada Lovelace', expires_at: NOW + 7 * DAY }];
  },
  'POST new-password': ({ world, body, id }) => {
    if (body.token !== 'forgot') return gone;
    if (id !== 'look') return comesIn(world, world.me);
    return [200, { name: 'Ada', email: 'ada@example.org', expires_at: NOW + DAY }];
  },
  'GET me': ({ world }) => [200, meOf(world)],
  'PATCH me': ({ world, body }) => {
    if (body.name) world.me.name = body.name;
    const chosen = Object.entries({ ...world.settings, ...body.settings });
    world.settings = Object.fromEntries(chosen.filter(([, value]) => value !== null));
    return [200, meOf(world)];
  },
  'POST me': ({ body }) =>
    body.current === PASSWORD ? [204] : badField('current', 'the current password is not right'),
  'GET conversations': ({ world, id, more }) => {
    if (more) return [200, { messages: [], more: false, total: 0 }];
    return [200, id ? world.conversation : { conversations: [world.conversation] }];
  },
  'GET folders': () => [200, { folders: [] }],
  'GET tags': () => [200, { tags: [] }],
  'GET sessions': ({ world }) => [200, { sessions: world.sessions }],
  'DELETE sessions': removes('sessions'),
  'GET keys': ({ world }) => [200, { keys: world.keys }],
  'POST keys': ({ world, body }) => {
    const expires_at = NOW + body.expires_in_days * DAY;
    const key = { ...made(), name: body.name, scopes: body.scopes, start: 'cw-ab', expires_at };
    world.keys.unshift(key);
    return [201, { key, secret: 'cw-abcdefghijklmnop' }];
  },
  'DELETE keys': removes('keys'),
  'GET shares': ({ world }) => [200, { shares: world.shares }],
  'POST shares': ({ world, body }) => {
    const expires_at = NOW + body.expires_in_days * DAY;
    const { title } = world.conversation;
    const share = { ...made(), conversation_id: body.conversation_id, title, expires_at };
    world.shares.unshift(share);
    return [201, { share, token: 'look-at-this' }];
  },
  'DELETE shares': removes('shares'),
  'POST shared': ({ body }) => (body.token === 'look-at-this' ? [200, SHARED] : gone),
  'POST imports': ({ world, raw }) => {
    world.sent = raw;
    return [202, world.imports.shift()];
  },
  'GET imports': ({ world }) => [200, world.imports.shift()],
  'GET adapters': ({ world }) => [200, { files: world.adapterFiles }],
  'GET models': ({ world }) => [200, { models: world.models, known: world.known }],
  'POST models': ({ world, id, more, body }) => {
    if (more === 'adapters') return attach(world, decodeURIComponent(id), body);
    const progress = { done_bytes: 1e6, total_bytes: 386e6 };
    world.models.push(aModel({ id: body.id, state: 'pulling', default: false, progress }));
    return [202];
  },
  'DELETE models': ({ world, id, more, path }) => {
    const gone = decodeURIComponent(id) + (more === 'adapters' ? `:${path.split('/').at(-1)}` : '');
    world.models = world.models.filter((model) => model.id !== gone);
    return [204];
  },
  'GET personas': ({ world, id, more }) => {
    if (!id) return [200, { personas: world.personas.map((versions) => versions[0]) }];
    const versions = world.personas.find(([one]) => one.id === id);
    if (!versions) return gone;
    return [200, more === 'versions' ? { versions } : versions[0]];
  },
  'POST personas': ({ world, body }) => {
    const persona = { ...made(), version: 1, own: true, ...body };
    world.personas.push([persona]);
    return [201, persona];
  },
  'PUT personas': ({ world, id, body }) => {
    const versions = world.personas.find(([one]) => one.id === id);
    const persona = { ...made(), id, version: versions[0].version + 1, own: true, ...body };
    versions.unshift(persona);
    return [200, persona];
  },
  'DELETE personas': ({ world, id }) => {
    world.personas = world.personas.filter(([one]) => one.id !== id);
    return [204];
  },
  'GET prompts': ({ world }) => [200, { prompts: world.prompts }],
  'POST prompts': ({ world, body }) => {
    const prompt = { id: randomUUID(), ...body };
    world.prompts.push(prompt);
    return [201, prompt];
  },
  'PUT prompts': ({ world, id, body }) => {
    const prompt = { id, ...body };
    world.prompts = world.prompts.map((one) => (one.id === id ? prompt : one));
    return [200, prompt];
  },
  'DELETE prompts': removes('prompts'),
};

function administration(world, method, what, id, body) {
  const one = world.people.find((each) => each.id === id);
  switch (`${method} ${what}`) {
    case 'GET people':
      return [200, { people: world.people }];
    case 'PATCH people':
      if (one.role === 'administrator') return refusal(409, 'this is the last administrator');
      return [200, Object.assign(one, body)];
    case 'POST people':
      return [201, { token: 'forgot', expires_at: NOW + DAY }];
    case 'GET invitations':
      return [200, { invitations: world.invitations }];
    case 'POST invitations': {
      const invitation = { ...made(), ...body, expires_at: NOW + 7 * DAY };
      world.invitations.unshift(invitation);
      return [201, { invitation, token: 'welcome' }];
    }
    case 'DELETE invitations':
      return removes('invitations')({ world, id });
    case 'GET health':
      return [200, HEALTH];
    case 'GET configuration':
      return [200, { options: OPTIONS }];
    default:
      return gone;
  }
}

function removes(list) {
  return ({ world, id }) => {
    if (!world[list].some((one) => one.id === id)) return gone;
    world[list] = world[list].filter((one) => one.id !== id);
    return [204];
  };
}

function comesIn(world, { name, email }) {
  Object.assign(world, { signedIn: true, setUp: true });
  Object.assign(world.me, { name, email });
  return [200, meOf(world)];
}

const made = () => ({ id: randomUUID(), created_at: Date.now() });

function meOf({ me, mode, permissions, settings }) {
  const { id, name, email, role } = me;
  return {
    ...{ id, name, role, permissions, mode, settings },
    ...(mode === 'team' && { email }),
    server: {
      version: '0.1.0',
      default_model: 'smollm2-135m-instruct',
      feedback_reasons: [],
      max_attachment_bytes: 20e6,
      max_share_days: 90,
      sharing: true,
      deleted_kept_days: 30,
    },
  };
}

const SHARED = {
  title: 'How bread is baked',
  by: 'Ada Lovelace',
  expires_at: NOW + 7 * DAY,
  messages: [
    { role: 'user', text: 'How do I **bake** bread?', files: ['recipe.pdf'], created_at: NOW },
    {
      role: 'assistant',
      text: 'Mix, *knead*, wait.\n\n<img src=x onerror="window.pwned=1">',
      model: 'smollm2-135m-instruct',
      files: [],
      created_at: NOW,
    },
  ],
};
const HEALTH = {
  version: '0.1.0',
  uptime_seconds: 273_600,
  memory_bytes: 410e6,
  storage: 'SQLite 3.54',
  database_bytes: 12e6,
  disk_free_bytes: 81e9,
  last_backup_at: NOW - DAY,
  kernels: 'vector avx512, 2 threads',
  active_replies: 1,
  waiting_replies: 0,
  people: 2,
};
const OPTIONS = [
  {
    key: 'server.port',
    value: '8080',
    origin: 'default',
    description: 'Where the server listens.',
  },
  {
    key: 'sharing.enabled',
    value: 'true',
    origin: 'config.yaml line 4',
    description: 'Whether chats can be shared.',
  },
];
