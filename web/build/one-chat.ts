// Puts all that the chat needs at once into one file: thirty small ones compress worse and load later.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ENTRY = fileURLToPath(new URL('../src/app/main.ts', import.meta.url));

/** Groups what the entry imports, directly or not; what it fetches later stays in files of its own. */
export function oneChat(): Plugin {
  const atOnce = new Set<string>();
  return {
    name: 'one-chat',
    apply: 'build',
    config: () => ({
      build: {
        rollupOptions: {
          output: {
            codeSplitting: {
              groups: [
                {
                  name(id, graph) {
                    const follow = (one: string) => {
                      if (atOnce.has(one)) return;
                      atOnce.add(one);
                      graph.getModuleInfo(one)?.importedIds.forEach(follow);
                    };
                    follow(ENTRY);
                    // The entry waits for the sentences, which import from here: it stays outside.
                    return id !== ENTRY && atOnce.has(id) ? 'chat' : null;
                  },
                },
              ],
            },
          },
        },
      },
    }),
  };
}
