// The page is up at once only as long as it is small.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { BUILT, builtPageExists } from './fake-server.js';

const skip = builtPageExists ? false : 'the page is not built: npm run build';

/** What a browser must fetch before the chat is there: the entry and all that it imports at once. */
function chatFiles(extension) {
  const found = new Set();
  const follow = (file) => {
    if (found.has(file)) return;
    found.add(file);
    if (!file.endsWith('.js')) return;
    const source = readFileSync(`${BUILT}assets/${file}`, 'utf8');
    const imports = source.matchAll(/(?:import|from)\s*["']\.\/([\w.-]+\.js)["']/g);
    for (const [, next] of imports) follow(next);
  };
  const page = readFileSync(`${BUILT}index.html`, 'utf8');
  for (const [, file] of page.matchAll(/\/assets\/([\w.-]+\.(?:js|css))/g)) follow(file);
  return [...found].filter((file) => file.endsWith(extension));
}

for (const [extension, limitBytes] of [
  ['.js', 90_000],
  ['.css', 20_000],
]) {
  test(`${extension} of the chat is at most ${limitBytes} bytes, compressed`, { skip }, () => {
    const total = chatFiles(extension).reduce(
      (sum, name) => sum + gzipSync(readFileSync(`${BUILT}assets/${name}`)).length,
      0,
    );

    assert.ok(total > 0, 'nothing found');
    assert.ok(total <= limitBytes, `${total} bytes`);
  });
}
