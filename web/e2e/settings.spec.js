import assert from 'node:assert/strict';
import { button, pageTest, replyEnds, send, said } from './browser.js';

pageTest('settings are sent, and outlive a reload', { canned: {} }, async ({ page, server }) => {
  await button(page, 'Settings').click();
  await page.getByRole('slider', { name: 'Temperature' }).fill('1.2');
  await page.getByRole('textbox', { name: 'System prompt' }).fill('Speak like a sailor.');
  await page.getByRole('textbox', { name: 'Most tokens in a reply' }).fill('64');
  await button(page, 'Done').click();
  await page.reload();
  await send(page, 'Hello');
  await replyEnds(page);

  const [request] = server.requests;
  assert.equal(request.temperature, 1.2);
  assert.equal(request.max_tokens, 64);
  assert.deepEqual(request.messages[0], { role: 'system', content: 'Speak like a sailor.' });
});

pageTest(
  'a token limit that is no number is named and not taken',
  { canned: {} },
  async ({ page, server }) => {
    await button(page, 'Settings').click();
    await page.getByRole('textbox', { name: 'Most tokens in a reply' }).fill('many');
    await page.getByText('Write a whole number').waitFor();
    await button(page, 'Done').click();
    await send(page, 'Hello');
    await replyEnds(page);

    assert.equal(server.requests[0].max_tokens, 1024);
  },
);

pageTest('defaults can be restored', {}, async ({ page }) => {
  await button(page, 'Settings').click();
  await page.getByRole('slider', { name: 'Temperature' }).fill('2');
  await button(page, 'Restore defaults').click();

  assert.equal(await page.getByRole('slider', { name: 'Temperature' }).inputValue(), '0.4');
});

pageTest(
  'a server that asks for a key gets one, for this tab only',
  {
    canned: {
      reply: (exchange) => {
        if (exchange.headers.authorization === 'Bearer open-sesame') {
          exchange.write('Welcome.');
          exchange.finish(2);
        } else {
          exchange.refuse(401, { message: 'no key', code: 'invalid_api_key' });
        }
      },
    },
  },
  async ({ page }) => {
    await send(page, 'Let me in');
    await page.getByRole('dialog', { name: 'The server asks for a key' }).waitFor();
    await page.getByLabel('API key').fill('open-sesame');
    await button(page, 'Use this key').click();
    await said(page, 'Welcome.').waitFor();

    assert.equal(
      await page.evaluate(() => sessionStorage.getItem('chatwright.key')),
      'open-sesame',
    );
    assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes('sesame')), false);
  },
);
