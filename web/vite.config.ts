import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { offlineShell } from './build/offline.ts';
import { oneChat } from './build/one-chat.ts';

// The server the development page talks to: `npm run dev` beside `./chatwright serve`.
const server = process.env.CHATWRIGHT_URL ?? 'http://127.0.0.1:8080';

function source(path: string): string {
  return fileURLToPath(new URL(`src/${path}`, import.meta.url));
}

export default defineConfig({
  plugins: [svelte(), oneChat(), offlineShell()],
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
    // The Markdown parser would bring a third of the page with what browsers know themselves, and the
    // icons ten times what they are; see there.
    alias: {
      entities: source('markdown/entities.ts'),
      'linkify-it': source('markdown/links.ts'),
      'punycode.js': source('markdown/hosts.ts'),
      'uc.micro': source('markdown/letters.ts'),
      // What every icon of lucide is drawn by, as it names it.
      '../Icon.svelte': source('design/LucideIcon.svelte'),
    },
  },
  // A file that needs a document says so in its first line: making one takes seconds.
  test: {
    environment: 'node',
    testTimeout: 60_000, // a busy machine is no failure; a hung test still ends
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/sentences.ts'],
  },
});
