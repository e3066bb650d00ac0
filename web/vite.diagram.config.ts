import { defineConfig } from 'vite';
import { building } from './vite.config';

/** The frame in which diagrams are drawn. It is built after the page and beside it. */
export default defineConfig({
  publicDir: false,
  build: {
    ...building,
    emptyOutDir: false,
    rolldownOptions: { input: 'diagram.html' },
    // The largest file is Mermaid's, which a reply without a diagram does not fetch.
    chunkSizeWarningLimit: 700,
  },
});
