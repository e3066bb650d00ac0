import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** How both are built: the page, and the frame of diagrams, whose files are apart from the page's. */
export const building = {
  target: 'es2023',
  outDir: 'target/classes/META-INF/resources',
  // The content security policy of the server forbids data: addresses.
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
};

// The server the development page talks to: `npm run dev` beside `./chatwright serve`.
const server = process.env.CHATWRIGHT_URL ?? 'http://127.0.0.1:8080';

function standIn(name: string): string {
  return fileURLToPath(new URL(`src/markdown/${name}.ts`, import.meta.url));
}

export default defineConfig({
  plugins: [svelte()],
  build: {
    ...building,
    // light-dark() stays as written; older browsers than these have no place to run the page.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    emptyOutDir: true,
  },
  server: {
    proxy: { '/api': server, '/v1': server, '/health': server },
    // The frame of diagrams is of no origin, and modules are read by those who are allowed to.
    cors: { origin: 'null' },
  },
  // Svelte's client build, not its server build, is what the tests exercise.
  resolve: {
    ...(process.env.VITEST && { conditions: ['browser'] }),
    // The Markdown parser would bring a third of the page with what browsers know themselves; see there.
    alias: {
      entities: standIn('entities'),
      'linkify-it': standIn('links'),
      'punycode.js': standIn('hosts'),
      'uc.micro': standIn('letters'),
    },
  },
  // A file that needs a document says so in its first line: making one takes seconds.
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
