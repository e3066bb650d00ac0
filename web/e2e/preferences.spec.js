import assert from 'node:assert/strict';
import { button } from './browser.js';
import { aloneHere, aTeam, PASSWORD, refusal } from './fake-pages.js';
import { focused, looksRight, spoken, until, worldTest } from './pages.js';

const withKey = () =>
  aTeam({
    keys: [
      {
        ...{ id: '0190a000-0000-7000-8000-000000000001', name: 'Editor', start: 'cw-xy' },
        ...{ scopes: ['api'], created_at: 1, last_used_at: Date.now() - 86_400_000 },
      },
    ],
    shares: [
      {
        id: '0190a000-0000-7000-8000-000000000002',
        conversation_id: '0190a000-0000-7000-8000-000000000003',
        ...{ title: 'Bread', created_at: 1, expires_at: Date.now() + 86_400_000 },
      },
    ],
  });

for (const section of [
  ...['general', 'model', 'account', 'sessions', 'keys', 'links', 'data', 'about'],
]) {
  looksRight(`the settings, ${section}`, { path: `/settings/${section}`, world: withKey });
}

worldTest('each change is saved at once and says so', { path: '/settings' }, async (test) => {
  const { page, world } = test;
  await page.getByLabel('Show speed under replies').check();
  await spoken(page, 'Saved.');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.getByLabel('Default model').selectOption('smollm2-135m-instruct');
  await until(() => world.settings.model);
  await page.getByRole('link', { name: 'Model behaviour' }).click();
  await page.getByRole('slider', { name: 'Temperature' }).fill('1.2');
  await page.getByLabel('System prompt').fill('Speak like a sailor.');
  await page.getByLabel('Most tokens in a reply').fill('64');
  await page.keyboard.press('Tab');
  await until(() => world.settings.max_tokens === 64 && world.settings.system_prompt);
  await page.reload();
  await page.getByRole('heading', { name: 'Model behaviour' }).waitFor();

  assert.equal(await page.getByLabel('System prompt').inputValue(), 'Speak like a sailor.');
  assert.deepEqual(world.settings, {
    speed_shown: true,
    theme: 'dark',
    model: 'smollm2-135m-instruct',
    temperature: 1.2,
    system_prompt: 'Speak like a sailor.',
    max_tokens: 64,
  });
});

worldTest(
  'a change that the server does not take is not shown as taken',
  {
    path: '/settings',
    world: aTeam({
      refuse: ({ method, path }) =>
        method === 'PATCH' && path === '/api/me' ? refusal(500, 'the disk is full') : undefined,
    }),
  },
  async ({ page }) => {
    const box = page.getByLabel('Suggest what to ask next');
    assert.equal(await box.isChecked(), true);
    await box.click();
    await page.getByText('The server says: the disk is full').waitFor();

    assert.equal(await box.isChecked(), true);
  },
);

worldTest(
  'a token limit that is no number is named and not sent',
  { path: '/settings/model' },
  async ({ page, world }) => {
    await page.getByLabel('Most tokens in a reply').fill('many');
    await page.keyboard.press('Tab');
    await page.getByText('Write a whole number').waitFor();

    assert.deepEqual(world.settings, {});
  },
);

worldTest(
  'somebody alone has no account and no sessions',
  { path: '/settings', world: aloneHere() },
  async ({ page }) => {
    const names = await page
      .getByRole('navigation', { name: 'Settings' })
      .locator('a')
      .allInnerTexts();

    assert.deepEqual(names, [
      ...['General', 'Model behaviour', 'API keys', 'Shared links', 'Your data', 'About'],
    ]);
  },
);

worldTest('a key is shown once, and can be revoked', { path: '/settings/keys' }, async (test) => {
  const { page, world } = test;
  await page.getByLabel('Name of the key').fill('Editor');
  await button(page, 'Make a key').click();
  const secret = page.getByLabel('Your new key');
  assert.equal(await secret.inputValue(), 'cw-abcdefghijklmnop');
  await page.reload();
  await page.getByRole('heading', { name: 'Editor' }).waitFor();
  assert.equal(await secret.count(), 0);

  await button(page, 'Revoke the key Editor').click();
  await page.getByRole('dialog', { name: 'Revoke the key “Editor”?' }).waitFor();
  await button(page, 'Revoke').click();
  await page.getByText('Your keys will be listed here.').waitFor();
  assert.deepEqual(world.keys, []);
});

worldTest('every other session can be ended', { path: '/settings/sessions' }, async (test) => {
  const { page, world } = test;
  await button(page, 'End all others').click();
  await page.getByRole('dialog').getByRole('button', { name: 'End all others' }).click();
  await page.getByText('You are not signed in anywhere else.').waitFor();

  assert.deepEqual(
    world.sessions.map(({ current }) => current),
    [true],
  );
});

worldTest(
  'the password is changed only with the old one',
  { path: '/settings/account' },
  async (test) => {
    const { page } = test;
    await page.getByLabel('Current password').fill('wrong');
    await page.getByLabel('New password').fill('another four plain words');
    await button(page, 'Change the password').click();
    await page.locator('.field .wrong').getByText('the current password is not right').waitFor();
    assert.equal(await page.getByLabel('New password').inputValue(), 'another four plain words');
    await page.getByLabel('Current password').fill(PASSWORD);
    await button(page, 'Change the password').click();
    await page.locator('form').getByText('The password is changed.').waitFor();
  },
);

const progress = (fields) => ({
  ...{ id: 'i', state: 'running', read_bytes: 0, total_bytes: 2000, imported: 0 },
  ...{ broken: [], notes: [], ...fields },
});

worldTest(
  'an import shows how far it is, and lists what was broken',
  {
    path: '/settings/data',
    world: aTeam({
      imports: [
        progress({}),
        progress({ read_bytes: 1000, imported: 7 }),
        progress({
          ...{ state: 'done', read_bytes: 2000, imported: 12 },
          broken: [
            { index: 3, title: 'Tea', reason: 'the messages go round in a circle' },
            { index: 8, reason: 'no messages' },
          ],
        }),
      ],
    }),
  },
  async ({ page, world }) => {
    await page.getByLabel('File').setInputFiles({
      name: 'conversations.json',
      mimeType: 'application/json',
      buffer: Buffer.from('[1]'),
    });
    await page.getByText('7 conversations imported').waitFor();
    await page.getByText('12 conversations imported').first().waitFor();
    await page.getByText('2 conversations could not be read').click();
    await page.getByText('Tea: the messages go round in a circle').waitFor();
    await page.getByText('Conversation 9: no messages').waitFor();

    assert.equal(world.sent, '[1]');
  },
);

worldTest(
  'sections are gone through with the keyboard, and the page is named',
  { path: '/settings' },
  async ({ page }) => {
    assert.equal(await focused(page), 'Settings');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Model behaviour' }).waitFor();

    assert.equal(new URL(page.url()).pathname, '/settings/model');
    assert.equal(await page.title(), 'Settings · Chatwright');
  },
);
