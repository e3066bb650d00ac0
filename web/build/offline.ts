// Tells the worker that keeps the page what the page is made of.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rollup } from 'vite';

type Chunk = Rollup.OutputChunk & { viteMetadata?: { importedCss: Set<string> } };

const path = (name: string) => fileURLToPath(new URL(`../src/${name}`, import.meta.url));

const WORKER = path('offline/worker.ts');
/** What these modules fetch when a reply calls for it is kept when it was first used. */
const ON_DEMAND = path('markdown/');

/** Builds `worker.js` beside the page, with the list of the page's files in it. */
export function offlineShell(): Plugin {
  return {
    name: 'offline-shell',
    apply: 'build',
    enforce: 'post',
    config: () => ({
      build: {
        rollupOptions: {
          input: { index: 'index.html', worker: WORKER },
          output: {
            entryFileNames: ({ name }) =>
              name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js',
          },
        },
      },
    }),
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((one): one is Chunk => one.type === 'chunk');
        const worker = chunks.find((one) => one.facadeModuleId === WORKER);
        const entry = chunks.find((one) => one.isEntry && one !== worker);
        const html = bundle['index.html'];
        if (!worker || !entry || html?.type !== 'asset') this.error('no page, or no worker');
        const modules = new Set<string>();
        const follow = (id: string) => {
          if (modules.has(id)) return;
          modules.add(id);
          const found = this.getModuleInfo(id);
          found?.importedIds.forEach(follow);
          if (!id.startsWith(ON_DEMAND)) found?.dynamicallyImportedIds.forEach(follow);
        };
        entry.moduleIds.forEach(follow);
        const shell = chunks.filter((one) => one.moduleIds.some((id) => modules.has(id)));
        const assets = shell.flatMap((one) => [
          one.fileName,
          ...one.imports, // also what holds no module of ours, such as the bundler's own
          ...(one.viteMetadata?.importedCss ?? []),
        ]);
        const files = ['/', '/favicon.svg', ...assets.map((name) => `/${name}`).sort()];
        const hash = createHash('sha256').update(html.source).update(files.join('\n'));
        const id = hash.digest('hex').slice(0, 16);
        const build = { id, files: [...new Set(files)], entry: `/${entry.fileName}` };
        worker.code = `const BUILD=${JSON.stringify(build)};${worker.code}`;
      },
    },
  };
}
