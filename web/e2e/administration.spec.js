import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { button } from './browser.js';
import { aTeam } from './fake-pages.js';
import { looksRight, spoken, worldTest } from './pages.js';

for (const section of ['people', 'invitations', 'health', 'configuration']) {
  looksRight(`the administration, ${section}`, { path: `/administration/${section}` });
}

worldTest('a person is given a role', { path: '/administration' }, async ({ page, world }) => {
  await page.getByLabel('Role of Bo Li').selectOption('administrator');
  await spoken(page, 'The role of Bo Li is changed.');

  assert.equal(world.people[1].role, 'administrator');
});

worldTest(
  'the last administrator stays, and the page says why',
  { path: '/administration/people' },
  async ({ page }) => {
    await page.getByLabel('Role of Ada Lovelace').selectOption('member');
    await page.getByText('this is the last administrator').waitFor();

    assert.equal(await page.getByLabel('Role of Ada Lovelace').inputValue(), 'administrator');
  },
);

worldTest(
  'a person is deactivated once their name was read, and comes back',
  { path: '/administration/people' },
  async ({ page, world }) => {
    await button(page, 'Deactivate Bo Li').click();
    await page.getByRole('dialog', { name: 'Deactivate Bo Li?' }).waitFor();
    await button(page, 'Deactivate').click();
    await spoken(page, 'Bo Li is deactivated.');
    assert.equal(world.people[1].active, false);
    await button(page, 'Reactivate Bo Li').click();
    await button(page, 'Deactivate Bo Li').waitFor();
    assert.equal(world.people[1].active, true);
  },
);

worldTest(
  'somebody who forgot their password gets a link that is shown once',
  { path: '/administration/people' },
  async ({ page, url }) => {
    await button(page, 'Make a link for a new password of Bo Li').click();
    const link = page.getByLabel('Link by which Bo Li');
    await link.waitFor();
    assert.equal(await link.inputValue(), `${url}/new-password#forgot`);
  },
);

worldTest(
  'an invitation is a link that is shown once and can be withdrawn',
  { path: '/administration/invitations' },
  async ({ page, world, url }) => {
    await page.getByLabel('E-mail address').fill('cy@example.org');
    await button(page, 'Make an invitation').click();
    const link = page.getByLabel('Link of the invitation');
    await link.waitFor();
    assert.equal(await link.inputValue(), `${url}/join#welcome`);
    await button(page, 'Withdraw the invitation for cy@example.org').click();
    await page.getByText('Open invitations will be listed here.').waitFor();

    assert.deepEqual(world.invitations, []);
  },
);

worldTest(
  'the configuration is filtered and saved, each value with its origin',
  { path: '/administration/configuration' },
  async ({ page }) => {
    await page.getByRole('searchbox').fill('config.yaml');
    await page.getByText('1 row', { exact: true }).waitFor();
    await page.getByRole('rowheader', { name: 'sharing.enabled' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Save as CSV').click(),
    ]);

    assert.equal(
      readFileSync(await download.path(), 'utf8'),
      'Option,Value,Comes from\r\nsharing.enabled: Whether chats can be shared.,true,config.yaml line 4\r\n',
    );
  },
);

worldTest(
  'whoever may not administer is told so, and nothing is asked',
  { path: '/administration', world: aTeam({ permissions: ['chat'] }) },
  async ({ page, world }) => {
    await page.getByRole('heading', { name: 'You may not do this.' }).waitFor();

    assert.equal(
      world.asked.some(({ path }) => path.startsWith('/api/administration')),
      false,
    );
  },
);
