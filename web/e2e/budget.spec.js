// The page is up at once only as long as it is small.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { BUILT, builtPageExists } from './fake-server.js';

const skip = builtPageExists ? false : 'the page is not built: npm run build';

for (const [extension, limitBytes] of [
  ['.js', 90_000],
  ['.css', 20_000],
]) {
  test(`${extension} of the chat is at most ${limitBytes} bytes, compressed`, { skip }, () => {
    const assets = `${BUILT}assets/`;
    const files = readdirSync(assets).filter((name) => name.endsWith(extension));
    const total = files.reduce(
      (sum, name) => sum + gzipSync(readFileSync(assets + name)).length,
      0,
    );

    assert.ok(total > 0, 'nothing found');
    assert.ok(total <= limitBytes, `${total} bytes`);
  });
}
