import assert from 'node:assert/strict';
import { button } from './browser.js';
import { aTeam } from './fake-pages.js';
import { focused, looksRight, spoken, worldTest } from './pages.js';

const ID = '0190a000-0000-7000-8000-00000000000a';
const OTHERS = '0190a000-0000-7000-8000-00000000000b';

const aLibrary = () =>
  aTeam({
    personas: [
      [
        {
          ...{ id: ID, version: 2, own: true, name: 'Editor', system_prompt: 'Edit with care.' },
          ...{ temperature: 0.2, suggestions: ['Shorten this'], created_at: 2 },
        },
        { id: ID, version: 1, own: true, name: 'Editor', system_prompt: 'Edit.', created_at: 1 },
      ],
      [
        {
          ...{ id: OTHERS, version: 1, own: false, for_team: true, name: 'Host', created_at: 1 },
          ...{ description: 'Greets guests.', system_prompt: 'Be kind.', greeting: 'Hello.' },
        },
      ],
    ],
    prompts: [
      {
        id: '0190a000-0000-7000-8000-00000000000c',
        ...{ command: 'mail', title: 'A letter', text: 'Dear {{name|friend}}' },
      },
    ],
  });

looksRight('the personas', { path: '/personas', world: aLibrary });
looksRight('no personas', { path: '/personas' });
looksRight('a persona', { path: `/personas/${ID}`, world: aLibrary });
looksRight('a persona of the team', { path: `/personas/${OTHERS}`, world: aLibrary });
looksRight('a new persona', { path: '/personas/new' });
looksRight('the prompts', { path: '/prompts', world: aLibrary });

worldTest('a persona is made', { path: '/personas' }, async ({ page, world }) => {
  await page.getByRole('link', { name: 'New persona' }).click();
  await button(page, 'Save').click();
  await page.getByText('Write a name.').waitFor();
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-invalid'));
  await page.keyboard.type('Sailor');
  await page.getByLabel('System prompt').fill('Speak like a sailor.');
  await page.getByLabel('Suggestion 2').fill('Tell of the sea');
  await page.getByLabel('Temperature').fill('3');
  await button(page, 'Save').click();
  await page.getByText('Write a number from 0 to 2').waitFor();
  await page.getByLabel('Temperature').fill('1,5');
  await page.getByLabel('Everybody in the team').check();
  await button(page, 'Save').click();
  await page.getByRole('heading', { level: 1, name: 'Sailor' }).waitFor();
  await page.locator('.toast').getByText('Sailor is saved.').waitFor();

  const { body } = world.asked.find(
    ({ method, path }) => method === 'POST' && path === '/api/personas',
  );
  assert.deepEqual(body, {
    ...{ name: 'Sailor', system_prompt: 'Speak like a sailor.', temperature: 1.5 },
    ...{ suggestions: ['Tell of the sea'], for_team: true },
  });
});

worldTest(
  'an earlier version is taken back, as a new one',
  { path: `/personas/${ID}`, world: aLibrary() },
  async ({ page, world }) => {
    const prompt = page.getByLabel('System prompt');
    assert.equal(await prompt.inputValue(), 'Edit with care.');
    await button(page, 'Restore version 1').click();
    assert.equal(await prompt.inputValue(), 'Edit.');
    assert.equal(world.personas[0].length, 2, 'nothing is kept before Save');
    await button(page, 'Save').click();
    await page.getByRole('heading', { name: 'Version 3' }).waitFor();

    assert.equal(world.personas[0][0].system_prompt, 'Edit.');
  },
);

worldTest(
  'a persona of somebody else can be read, not changed',
  { path: `/personas/${OTHERS}`, world: aLibrary() },
  async ({ page }) => {
    await page.getByText('Be kind.').waitFor();

    assert.equal(await page.getByRole('button', { name: /Save|Remove/ }).count(), 0);
  },
);

worldTest(
  'a persona is removed once its name was read',
  { path: `/personas/${ID}`, world: aLibrary() },
  async ({ page, world }) => {
    await button(page, 'Remove').click();
    await page
      .getByRole('dialog', { name: 'Remove the persona “Editor”?' })
      .getByRole('button', { name: 'Remove' })
      .click();
    await page.getByRole('heading', { level: 1, name: 'Personas' }).waitFor();

    assert.equal(world.personas.length, 1);
  },
);

worldTest(
  'a prompt is written with the keyboard, and tried out with its variables',
  { path: '/prompts' },
  async ({ page, world }) => {
    await button(page, 'New prompt').press('Enter');
    await page.keyboard.type('two words');
    await page.getByLabel('Text', { exact: true }).fill('Dear {{name|friend}}, of {{town}}');
    assert.equal(await page.locator('[data-preview]').textContent(), 'Dear friend, of ');
    await page.getByLabel('name', { exact: true }).fill('Ada {{town}}');
    assert.equal(await page.locator('[data-preview]').textContent(), 'Dear Ada {{town}}, of ');
    await button(page, 'Save').click();
    await page.getByText('Use only letters').waitFor();
    await page.getByLabel('Command').fill('mail');
    await button(page, 'Save').click();
    await page.getByRole('heading', { name: '/mail' }).waitFor();

    assert.equal(await focused(page), 'New prompt');
    assert.equal(world.prompts[0].text, 'Dear {{name|friend}}, of {{town}}');
  },
);

worldTest(
  'a prompt is changed and removed',
  { path: '/prompts', world: aLibrary() },
  async ({ page, world }) => {
    await button(page, 'Change /mail').click();
    await page.getByLabel('Title').fill('A kind letter');
    await button(page, 'Save').click();
    await page.getByText('A kind letter').waitFor();
    assert.equal(world.prompts[0].title, 'A kind letter');
    await button(page, 'Remove /mail').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await spoken(page, '/mail is removed.');
    assert.deepEqual(world.prompts, []);
  },
);
