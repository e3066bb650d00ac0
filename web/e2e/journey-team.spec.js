// A team, from the link that the console prints to a person who is shown the door.
import assert from 'node:assert/strict';
import { button, composer, replyEnds, said, send } from './browser.js';
import { api, counted, inList, journey, journeys, menuOf, namedChat, newChat } from './journey.js';
import { wish } from './real-server.js';

const world = journeys('team:\n  enabled: true\n');
const ADA = { name: 'Ada', email: 'ada@example.org', password: 'a few words in a row' };
const BO = { name: 'Bo', email: 'bo@example.org', password: 'some more words in a row' };
const OUT = { allowErrors: /401/ };

async function fillAccount(page, { name, email, password }) {
  await page.getByLabel('Name').fill(name);
  if (await page.getByLabel('E-mail address').isEditable()) {
    await page.getByLabel('E-mail address').fill(email);
  }
  await page.getByLabel('New password').fill(password);
}

async function signIn(page, { email, password }) {
  await page.goto(world.server.url);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, 'Sign in').click();
  await composer(page).waitFor();
}

journey(
  'the first administrator comes by the one-time link, and invites a second person',
  OUT,
  async (ada, visit) => {
    await ada.goto(`${world.server.url}/setup#${world.server.setUpToken}`);
    await fillAccount(ada, ADA);
    await button(ada, 'Make the account').click();
    await composer(ada).waitFor();
    await namedChat(ada, world.server.url, 'Of Ada alone');

    await ada.goto(`${world.server.url}/administration/invitations`);
    await ada.getByLabel('E-mail address').fill(BO.email);
    await button(ada, 'Make an invitation').click();
    const link = ada.getByLabel('Link of the invitation');
    await link.waitFor();
    const bo = await visit();
    await bo.goto(await link.inputValue());
    await bo.getByText('Ada invited you.').waitFor();
    await fillAccount(bo, BO);
    await button(bo, 'Join').click();
    await composer(bo).waitFor();

    // The link is used up, and what is Ada's is not there for Bo.
    const cy = { name: 'Cy', email: 'cy@example.org', password: 'yet other words in a row' };
    const again = { token: world.server.setUpToken, ...cy };
    await assert.rejects(
      api(bo, '/api/setup', { method: 'POST', data: again }),
      /\/api\/setup: 4\d\d/,
    );
    assert.equal(await inList(bo, 'Of Ada alone').count(), 0);
    const { conversations } = await api(ada, '/api/conversations');
    await bo.goto(`${world.server.url}/c/${conversations[0].id}`);
    await bo.getByText('This is no longer here.').waitFor();
    assert.equal(await bo.getByText('wörd0').count(), 0);
  },
);

journey('a chat is shared for reading, and the link is revoked', OUT, async (ada, visit) => {
  await signIn(ada, ADA);
  await namedChat(ada, world.server.url, 'For all of us', wish(4));
  await (await menuOf(ada, 'For all of us')).choose('Share');
  const dialog = ada.getByRole('dialog', { name: 'Share this chat' });
  await button(dialog, 'Make a link').click();
  const link = dialog.getByLabel('Link', { exact: true });
  await link.waitFor();
  const bo = await visit();
  await signIn(bo, BO);
  await bo.goto(await link.inputValue());
  await bo.getByText('Shared by Ada').waitFor();
  await bo.getByText(counted(4)).waitFor();
  assert.equal(await composer(bo).count(), 0);
  await button(dialog, 'Revoke').click();
  await dialog
    .getByRole('heading', { name: 'Open links of this chat' })
    .waitFor({ state: 'detached' });
  await bo.reload();
  await bo.getByText('This link is no longer open.').waitFor();
});

journey('a role opens the administration and closes it again', OUT, async (ada, visit) => {
  await signIn(ada, ADA);
  const bo = await visit();
  await signIn(bo, BO);
  const administration = bo.getByRole('link', { name: 'Administration' });
  assert.equal(await administration.count(), 0);
  await ada.goto(`${world.server.url}/administration/people`);
  await ada.getByLabel('Role of Bo').selectOption('administrator');
  await ada.getByText('The role of Bo is changed.').waitFor({ state: 'attached' });
  await bo.reload();
  await administration.waitFor();
  await ada.getByLabel('Role of Bo').selectOption('member');
  await bo.goto(`${world.server.url}/administration/people`);
  await bo.getByRole('heading', { name: 'You may not do this.' }).waitFor();
  await ada.goto(`${world.server.url}/administration/health`);
  await ada.getByText('Replies being written').waitFor();
  await ada.goto(`${world.server.url}/administration/configuration`);
  await ada.getByRole('rowheader', { name: /team.enabled/ }).waitFor();
});

journey(
  'sessions are listed and ended, and a changed password ends the others',
  OUT,
  async (bo, visit) => {
    await signIn(bo, BO);
    const other = await visit();
    await signIn(other, BO);
    await bo.goto(`${world.server.url}/settings/sessions`);
    await bo.getByText('This one').waitFor();
    await button(bo, 'End all others').click();
    await button(bo.getByRole('dialog'), 'End all others').click();
    await bo.getByText('You are not signed in anywhere else.').waitFor();
    await composer(other).fill('kept');
    await send(other, wish(2));
    const again = other.getByRole('dialog', { name: 'Sign in again' });
    await again.waitFor();
    await again.getByLabel('Password', { exact: true }).fill(BO.password);
    await button(again, 'Sign in').click();
    await again.waitFor({ state: 'detached' });
    await bo.goto(`${world.server.url}/settings/account`);
    await bo.getByLabel('Current password').fill(BO.password);
    await bo.getByLabel('New password').fill('entirely different words');
    await button(bo, 'Change the password').click();
    await bo.locator('p').filter({ hasText: 'The password is changed.' }).waitFor();
    await other.reload();
    await button(other, 'Sign in').waitFor();
    BO.password = 'entirely different words';
    await signIn(other, BO);
  },
);

journey('a program uses a key, until it is revoked', {}, async (bo) => {
  await signIn(bo, BO);
  await bo.goto(`${world.server.url}/settings/keys`);
  await bo.getByLabel('Name of the key').fill('Editor');
  await button(bo, 'Make a key').click();
  const key = await bo.getByLabel('Your new key').inputValue();
  const ask = () =>
    fetch(`${world.server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'canned', messages: [{ role: 'user', content: wish(3) }] }),
    });
  const { choices } = await (await ask()).json();
  assert.equal(choices[0].message.content.trim(), counted(3));
  await button(bo, 'Revoke the key Editor').click();
  await button(bo.getByRole('dialog'), 'Revoke').click();
  await bo.getByText('Your keys will be listed here.').waitFor();
  assert.equal((await ask()).status, 401);
});

journey('whoever is deactivated is out at once', OUT, async (ada, visit) => {
  await signIn(ada, ADA);
  const bo = await visit();
  await signIn(bo, BO);
  await newChat(bo, world.server.url);
  await send(bo, wish(2));
  await replyEnds(bo);
  await ada.goto(`${world.server.url}/administration/people`);
  await button(ada, 'Deactivate Bo').click();
  await button(ada.getByRole('dialog'), 'Deactivate').click();
  await button(ada, 'Reactivate Bo').waitFor();
  await send(bo, wish(2));
  await bo.getByRole('dialog', { name: 'Sign in again' }).waitFor();
  await bo.goto(world.server.url);
  await button(bo, 'Sign in').waitFor();
  await bo.getByLabel('E-mail address').fill(BO.email);
  await bo.getByLabel('Password', { exact: true }).fill(BO.password);
  await button(bo, 'Sign in').click();
  await bo.getByText('This address and this password do not match.').first().waitFor();
  await button(ada, 'Reactivate Bo').click();
  await button(ada, 'Deactivate Bo').waitFor();
  await signIn(bo, BO);
  await inList(bo, 'wörd0').first().click();
  await said(bo, counted(2)).first().waitFor();
});
