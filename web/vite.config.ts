import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// The server the development page talks to: `npm run dev` beside `./chatwright serve`.
const server = process.env.CHATWRIGHT_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2023',
    // light-dark() stays as written; older browsers than these have no place to run the page.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    outDir: 'target/classes/META-INF/resources',
    emptyOutDir: true,
    // The content security policy of the server forbids data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': server, '/v1': server, '/health': server } },
  // Svelte's client build, not its server build, is what the tests exercise.
  resolve: {
    ...(process.env.VITEST && { conditions: ['browser'] }),
    // The Markdown parser would bring two thousand names of characters; see there.
    alias: { entities: fileURLToPath(new URL('src/markdown/entities.ts', import.meta.url)) },
  },
  // A file that needs a document says so in its first line: making one takes seconds.
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
