import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { offlineShell } from './build/offline.ts';
import { oneChat } from './build/one-chat.ts';
import { plainFields } from './build/plain-fields.ts';

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

function source(path: string): string {
  return fileURLToPath(new URL(`src/${path}`, import.meta.url));
}

export default defineConfig({
  plugins: [svelte(), plainFields(), oneChat(), offlineShell()],
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
    // The tests exercise the parser as it is built into the page, with what stands in for its parts.
    server: { deps: { inline: ['markdown-it'] } },
    setupFiles: ['src/testing/sentences.ts'],
  },
});
