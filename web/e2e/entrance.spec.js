import assert from 'node:assert/strict';
import { button } from './browser.js';
import { aTeam, PASSWORD, refusal } from './fake-pages.js';
import { focused, looksRight, spoken, worldTest } from './pages.js';

const outside = (changes) => aTeam({ signedIn: false, ...changes });

looksRight('the door', { path: '/sign-in', world: outside });
looksRight('the first set-up', { path: '/setup#first', world: outside });
looksRight('an invitation', { path: '/join#welcome', world: outside });
looksRight('a link for a new password', { path: '/new-password#forgot', world: outside });

worldTest(
  'one signs in with the keyboard; a wrong password is told beside the field',
  { path: '/sign-in', world: outside() },
  async ({ page, url }) => {
    assert.equal(await focused(page), 'Sign in to Chatwright');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ada@example.org');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    const field = page.getByLabel('Password', { exact: true });
    await page.locator('.field .wrong').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await page.getByLabel('E-mail address').inputValue(), 'ada@example.org');

    await button(page, 'Show the password').click();
    assert.equal(await field.getAttribute('type'), 'text');
    await field.fill(PASSWORD);
    await field.press('Enter');
    await page.waitForURL(`${url}/`);
  },
);

worldTest(
  'after too many tries the page says how long to wait, and asks no more until then',
  {
    path: '/sign-in',
    world: outside({
      refuse: ({ path }) =>
        path === '/api/sign-in'
          ? refusal(429, 'too many tries', { 'retry-after': '30' })
          : undefined,
    }),
  },
  async ({ page, world }) => {
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('Password', { exact: true }).fill('guess');
    await button(page, 'Sign in').click();
    await page.getByRole('alert').getByText('Wait 30 sec').waitFor();
    await button(page, 'Sign in').click();

    assert.equal(world.asked.filter(({ path }) => path === '/api/sign-in').length, 1);
  },
);

worldTest(
  'the first administrator comes in by the link of the console',
  { path: '/setup#first', world: outside({ setUp: false }) },
  async ({ page, world, url }) => {
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('New password').fill('short');
    await button(page, 'Make the account').click();
    await page.getByText('Write at least 7 more characters.').waitFor();
    await page.waitForFunction(() => document.activeElement.getAttribute('aria-invalid'));
    await page.getByLabel('New password').fill(PASSWORD);
    await button(page, 'Make the account').click();
    await page.waitForURL(`${url}/`);

    const { body } = world.asked.find(({ path }) => path === '/api/setup');
    assert.deepEqual(body, {
      ...{ token: 'first', name: 'Ada', email: 'ada@example.org', password: PASSWORD },
    });
  },
);

worldTest(
  'an invitation says who invited, and lets one in',
  { path: '/join#welcome', world: outside() },
  async ({ page, url }) => {
    await page.getByText('Ada Lovelace invited you.').waitFor();
    await page.getByLabel('Name').fill('Cy');
    await page.getByLabel('E-mail address').fill('cy@example.org');
    await page.getByLabel('New password').fill(PASSWORD);
    await button(page, 'Join').click();
    await page.waitForURL(`${url}/`);
  },
);

worldTest(
  'an invitation that is gone says what to do',
  { path: '/join#old', world: outside() },
  async ({ page }) => {
    await page.getByText('This invitation is no longer open.').waitFor();
  },
);

worldTest(
  'a link for a new password takes a good one and lets one in',
  { path: '/new-password#forgot', world: outside() },
  async ({ page, url, world }) => {
    await page.getByLabel('New password').fill('short');
    await button(page, 'Keep it and sign in').click();
    await page.locator('input:focus[autocomplete=new-password]').waitFor();
    await page.getByLabel('New password').fill(PASSWORD);
    await button(page, 'Keep it and sign in').click();
    await page.waitForURL(`${url}/`);

    const { body } = world.asked.find(({ path }) => path === '/api/new-password');
    assert.deepEqual(body, { token: 'forgot', password: PASSWORD });
  },
);

worldTest(
  'a link for a new password that is over says what to do',
  { path: '/new-password#old', world: outside() },
  async ({ page }) => {
    await page.getByText('This link does not work any more.').waitFor();
  },
);

worldTest(
  'whoever is signed out comes in where they wanted to go',
  { path: '/settings/data', world: outside() },
  async ({ page }) => {
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await button(page, 'Sign in').click();
    await page.getByRole('heading', { name: 'Your data' }).waitFor();
  },
);

worldTest(
  'a session that ends keeps what is being written, and the change is sent after all',
  { path: '/prompts' },
  async ({ page, world }) => {
    await button(page, 'New prompt').click();
    await page.getByLabel('Command').fill('mail');
    await page.getByLabel('Text', { exact: true }).fill('Dear {{name}}');
    world.signedIn = false;
    await button(page, 'Save').click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await spoken(page, '/mail is saved.');

    assert.deepEqual(
      world.prompts.map(({ text }) => text),
      ['Dear {{name}}'],
    );
  },
);

worldTest(
  'a dialog that is turned away leaves the draft and says why nothing was saved',
  { path: '/prompts' },
  async ({ page, world }) => {
    await button(page, 'New prompt').click();
    await page.getByLabel('Command').fill('mail');
    await page.getByLabel('Text', { exact: true }).fill('Dear {{name}}');
    world.signedIn = false;
    await button(page, 'Save').click();
    await page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('You are signed out.').waitFor();

    assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'Dear {{name}}');
  },
);
