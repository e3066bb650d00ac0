import assert from 'node:assert/strict';
import { pageTest, replies, replyEnds, send } from './browser.js';
import { say } from './fake-server.js';
import { HOSTILE } from './replies.js';

pageTest(
  'a hostile reply is only text',
  { canned: { reply: say(HOSTILE) } },
  async ({ page, server }) => {
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await send(page, 'Attack');
    await replyEnds(page);

    const reply = replies(page).locator('.markdown');
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.equal(
      await reply.locator('script, img, iframe, svg, [onerror], [onclick], [onload]').count(),
      0,
    );
    const links = await reply
      .locator('a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert.deepEqual(links, ['https://example.org/tracker.png', 'https://example.org']);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(server.url)),
      [],
    );
  },
);

pageTest('a hostile message is only text', { canned: {} }, async ({ page }) => {
  const message = '<img src=x onerror="window.pwned=1"> **not bold**';
  await send(page, message);
  await replyEnds(page);

  assert.equal(await page.locator('.bubble').innerText(), message);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
});
