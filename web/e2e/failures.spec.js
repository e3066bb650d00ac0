import assert from 'node:assert/strict';
import { button, composer, pageTest, replies, replyEnds, send, said } from './browser.js';
import { MODEL, READY, say } from './fake-server.js';

const refuse = (status, error, headers) => (exchange) => exchange.refuse(status, error, headers);

pageTest(
  'a first message written while the model is fetched is sent when it is ready',
  {
    canned: {
      health: {
        status: 'pulling',
        model: MODEL,
        progress: { doneBytes: 49_000_000, totalBytes: 98_362_432 },
      },
      reply: say('Here I am.'),
    },
  },
  async ({ page, server }) => {
    await page.getByText('Fetching the model').waitFor();
    const bar = page.getByRole('progressbar');
    assert.equal(await bar.evaluate((element) => Math.round(element.position * 100)), 50);
    assert.match(await page.locator('.figures').innerText(), /49 MB of 98.4 MB/);

    await send(page, 'Are you there?');
    await page.getByText('is sent as soon as the model is ready').waitFor();
    assert.equal(server.requests.length, 0);
    server.setHealth(READY);
    await said(page, 'Here I am.').waitFor();
    assert.equal(await page.getByRole('progressbar').count(), 0);
  },
);

pageTest(
  'a held message can be taken back',
  {
    canned: { health: { status: 'loading', model: MODEL } },
  },
  async ({ page }) => {
    await send(page, 'Not so fast');
    await button(page, 'Stop the reply').click();

    assert.equal(await composer(page).inputValue(), 'Not so fast');
  },
);

pageTest(
  'a model that could not be loaded is named with its reason',
  {
    canned: { health: { status: 'failed', model: MODEL, message: 'the file is cut short' } },
  },
  async ({ page }) => {
    await page.getByText('The model could not be loaded').waitFor();
    await page.getByText('the file is cut short').waitFor();
  },
);

pageTest(
  'a model that is unloaded meanwhile holds the message',
  { canned: {} },
  async ({ page, server }) => {
    server.setHealth({ status: 'loading', model: MODEL });
    server.setReply(refuse(503, { message: 'loading' }));
    await send(page, 'Hello');
    await page.getByText('is sent as soon as the model is ready').waitFor();
    server.setReply(say('Back again.'));
    server.setHealth(READY);

    await said(page, 'Back again.').waitFor();
  },
);

pageTest(
  'a lost connection keeps the message, and trying again works',
  { canned: {} },
  async ({ page, server }) => {
    server.setReply((exchange) => exchange.drop());
    await send(page, 'Hello');
    await page.getByText('The connection to the server was lost.').waitFor();
    assert.equal(await page.locator('.bubble').innerText(), 'Hello');
    server.setReply(say('Hello again.'));
    await button(page, 'Try again').click();

    await said(page, 'Hello again.').waitFor();
  },
);

pageTest('a reply that breaks off keeps what arrived', { canned: {} }, async ({ page, server }) => {
  let exchange;
  server.setReply((given) => {
    exchange = given;
    given.write('The first half');
  });
  await send(page, 'Tell me');
  await said(page, 'The first half').waitFor();
  exchange.drop();

  await page.getByText('The reply broke off before its end.').waitFor();
  assert.match(await replies(page).innerText(), /The first half/);
});

pageTest(
  'an error inside the stream is shown with the words of the server',
  { canned: {} },
  async ({ page, server }) => {
    server.setReply((exchange) => {
      exchange.write('Some');
      exchange.response.end('data: {"error":{"message":"the engine stumbled"}}\n\n');
    });
    await send(page, 'Tell me');

    await page.getByText('The server says: the engine stumbled').waitFor();
  },
);

pageTest(
  'a busy server says how long to wait',
  {
    canned: { reply: refuse(429, { message: 'queue full' }, { 'retry-after': '7' }) },
  },
  async ({ page }) => {
    await send(page, 'Hello');
    await page.getByText('The server is busy with other replies.').waitFor();
    await page.getByText('The server asks to wait 7 sec.').waitFor();
  },
);

pageTest(
  'a refused request shows why and lets the message be changed',
  {
    canned: { reply: refuse(400, { message: 'temperature must be at least 0' }) },
  },
  async ({ page }) => {
    await send(page, 'Hello');
    await page.getByText('temperature must be at least 0').waitFor();
    await button(page, 'Change the message').click();

    assert.equal(await composer(page).inputValue(), 'Hello');
  },
);

const TOO_LONG = { message: 'too many tokens', code: 'context_length_exceeded' };

pageTest(
  'a conversation that is too long offers to leave out the oldest turns, visibly',
  { canned: {} },
  async ({ page, server }) => {
    for (const [index, prompt] of ['One', 'Two', 'Three'].entries()) {
      await send(page, prompt);
      await page.locator('.exchange').nth(index).waitFor();
      await replyEnds(page);
    }
    server.setReply(refuse(400, TOO_LONG));
    await send(page, 'Four');
    await page.getByText('longer than the model can read at once').waitFor();
    await button(page, 'Start a new chat').waitFor();
    server.setReply(say('Shorter now.'));
    await button(page, 'Leave out the oldest turns').click();
    await said(page, 'Shorter now.').waitFor();

    await page.getByText('The turns above are no longer sent to the model.').waitFor();
    const sent = server.requests.at(-1).messages.filter((message) => message.role === 'user');
    assert.deepEqual(
      sent.map((message) => message.content),
      ['Three', 'Four'],
    );
    assert.equal(await page.locator('.bubble').count(), 4);
  },
);

pageTest(
  'a message that alone is too long can be shortened',
  {
    canned: { reply: refuse(400, TOO_LONG) },
  },
  async ({ page }) => {
    await send(page, 'Very long');
    await page.getByText('This message is longer than the model can read at once.').waitFor();
    await button(page, 'Change the message').click();

    assert.equal(await composer(page).inputValue(), 'Very long');
  },
);
