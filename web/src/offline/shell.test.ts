import { beforeEach, expect, it } from 'vitest';
import { planFor, Shell, type Asked } from './shell';

const HERE = 'http://chat.test';
const asked = (path: string, more: Partial<Asked> = {}): Asked => ({
  method: 'GET',
  url: new URL(path, HERE).href,
  mode: 'cors',
  destination: '',
  ...more,
});
const visit = (path: string) => asked(path, { mode: 'navigate', destination: 'document' });

it.each(['/', '/c/0190-ab', '/settings/keys', '/sign-in', '/nowhere', '/?from=home'])(
  'the page at %s comes from the server as long as there is one',
  (path) => expect(planFor(visit(path), HERE)).toBe('fresh'),
);

it.each(['/api/export', '/v1/models', '/health', '/metrics', '/actuator/prometheus', '/api.yaml'])(
  '%s is no page, also when it is opened in a tab',
  (path) => {
    expect(planFor(visit(path), HERE)).toBeUndefined();
    expect(planFor(asked(path), HERE)).toBeUndefined();
  },
);

it('only what has a hash in its name is taken from here first', () => {
  expect(planFor(asked('/assets/index-1.js'), HERE)).toBe('kept');
  expect(planFor(asked('/favicon.svg'), HERE)).toBe('fresh');
  expect(planFor(asked('/worker.js'), HERE)).toBeUndefined();
});

it('what changes something, a frame and other places are left alone', () => {
  expect(planFor(asked('/assets/a.js', { method: 'POST' }), HERE)).toBeUndefined();
  expect(planFor(asked('/x', { mode: 'navigate', destination: 'iframe' }), HERE)).toBeUndefined();
  expect(planFor(asked('https://else.test/assets/a.js'), HERE)).toBeUndefined();
});

/** Caches as browsers have them, as far as the shell uses them. */
class MemoryCaches {
  readonly kept = new Map<string, Map<string, Response>>();
  #ask: (path: string) => Promise<Response>;

  constructor(ask: (path: string) => Promise<Response>) {
    this.#ask = ask;
  }

  open(name: string) {
    const files = this.kept.get(name) ?? new Map<string, Response>();
    this.kept.set(name, files);
    return Promise.resolve({
      match: (wanted: unknown) => Promise.resolve(files.get(pathOf(wanted))?.clone()),
      put: (wanted: unknown, answer: Response) => {
        files.set(pathOf(wanted), answer);
        return Promise.resolve();
      },
      addAll: async (paths: string[]) => {
        const answers = await Promise.all(paths.map((path) => this.#ask(path)));
        if (answers.some((answer) => !answer.ok)) throw new TypeError('not all came');
        paths.forEach((path, at) => files.set(path, answers[at] as Response));
      },
    });
  }

  async match(wanted: unknown) {
    for (const files of this.kept.values()) {
      const found = files.get(pathOf(wanted));
      if (found) return found.clone();
    }
    return undefined;
  }

  keys = () => Promise.resolve([...this.kept.keys()]);
  delete = (name: string) => Promise.resolve(this.kept.delete(name));
}

const pathOf = (wanted: unknown) =>
  typeof wanted === 'string' ? wanted : new URL((wanted as Request).url).pathname;

/** The files of the server by path; none when the server is away. */
let server: Map<string, string> | undefined;
let storage: MemoryCaches;

const ask = (wanted: unknown): Promise<Response> => {
  if (!server) return Promise.reject(new TypeError('no network'));
  const file = server.get(pathOf(wanted));
  return Promise.resolve(new Response(file, { status: file === undefined ? 404 : 200 }));
};
const build = (id: string) => ({ id, files: ['/', `/assets/${id}.js`], entry: `/assets/${id}.js` });
const deploy = (id: string) =>
  (server = new Map([
    ['/', `<script src="/assets/${id}.js">`],
    [`/assets/${id}.js`, id],
    ['/assets/font.woff2', 'font'],
  ]));
const shellOf = (id: string) => new Shell(build(id), storage as unknown as CacheStorage, ask);
const textAt = async (shell: Shell, path: string, plan: 'fresh' | 'kept') => {
  const request = new Request(HERE + path);
  // Only browsers make requests of this kind.
  if (plan === 'fresh') Object.defineProperty(request, 'mode', { value: 'navigate' });
  return (await shell.answer(request, plan)).text();
};

async function installed(id: string): Promise<Shell> {
  deploy(id);
  const shell = shellOf(id);
  await shell.install();
  await shell.forgetOld();
  return shell;
}

beforeEach(() => {
  storage = new MemoryCaches(ask);
});

it('without a server every page is the kept one, with its scripts', async () => {
  const shell = await installed('one');
  server = undefined;

  expect(await textAt(shell, '/c/some-chat', 'fresh')).toContain('/assets/one.js');
  expect(await textAt(shell, '/assets/one.js', 'kept')).toBe('one');
});

it('with a server the page is never an old one', async () => {
  const shell = await installed('one');
  deploy('two');

  expect(await textAt(shell, '/', 'fresh')).toContain('/assets/two.js');
  expect(await textAt(shell, '/assets/two.js', 'kept')).toBe('two');
});

it('a page seen in between does not replace the kept one, whose scripts are here', async () => {
  const shell = await installed('one');
  deploy('two');
  await textAt(shell, '/', 'fresh');
  server = undefined;

  expect(await textAt(shell, '/', 'fresh')).toContain('/assets/one.js');
});

it('a build of which a file is missing is not kept at all', async () => {
  deploy('one').delete('/assets/one.js');

  await expect(shellOf('one').install()).rejects.toThrow('not all came');
  expect(storage.kept.size).toBe(0);
});

it('a page of another build than the worker’s is not kept', async () => {
  deploy('two').set('/assets/one.js', 'one');

  await expect(shellOf('one').install()).rejects.toThrow('another build');
  expect(storage.kept.size).toBe(0);
});

it('the build before stays for the tabs that show it, older ones go', async () => {
  await installed('one');
  await installed('two');
  const shell = await installed('three');

  expect(await textAt(shell, '/assets/two.js', 'kept')).toBe('two');
  expect((await shell.answer(new Request(`${HERE}/assets/one.js`), 'kept')).status).toBe(404);
});

it('what a reply called for is kept once it came, a refusal is not', async () => {
  const shell = await installed('one');
  await textAt(shell, '/assets/font.woff2', 'kept');
  await textAt(shell, '/assets/gone.js', 'kept');
  server = undefined;

  expect(await textAt(shell, '/assets/font.woff2', 'kept')).toBe('font');
  await expect(textAt(shell, '/assets/gone.js', 'kept')).rejects.toThrow('no network');
});
