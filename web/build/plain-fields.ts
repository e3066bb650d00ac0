// The Markdown parser is published with every field of a class defined by a helper, which costs a
// third of the time of parsing. The helper is for old browsers; assigning the fields does the same.
import type { Plugin } from 'vite';

const PARSER = /\/markdown-it\/dist\/markdown-it\.mjs$/;
const DEFINED =
  /_defineProperty\(\s*this,\s*(?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*)?"(\w+)",\s*([^]*?)\s*\);/g;

/** Assigns the fields of the Markdown parser's classes. */
export function plainFields(): Plugin {
  return {
    name: 'plain-fields',
    transform: {
      filter: { id: PARSER },
      handler(code) {
        const plain = code.replace(DEFINED, 'this.$1 = $2;');
        if (plain.includes('_defineProperty(this')) {
          this.error('the Markdown parser is published in another shape: see plain-fields.ts');
        }
        // Where each line stood is lost to the source map of this one file.
        return { code: plain, map: null };
      },
    },
  };
}
