import assert from 'node:assert/strict';
import { button } from './browser.js';
import { aModel, anAdapted, aTeam, refusal } from './fake-pages.js';
import { looksRight, spoken, worldTest } from './pages.js';

const busy = () =>
  aTeam({
    models: [
      aModel(),
      aModel({
        ...{ id: 'a-very-long-owner/smollm2-360m-instruct-q4-k-m-with-a-name', default: false },
        ...{ state: 'pulling', progress: { done_bytes: 1e6, total_bytes: 386e6 } },
      }),
      aModel({ id: 'broken', default: false, state: 'failed', failure: 'the file is cut off' }),
    ],
  });

looksRight('the models', { path: '/models', world: busy });
looksRight('no models', { path: '/models', world: () => aTeam({ models: [] }) });

worldTest(
  'a model is fetched, shows how far that is, and becomes ready by itself',
  { path: '/models' },
  async ({ page, world }) => {
    await button(page, 'Fetch smollm2-360m-instruct').click();
    const bar = page.getByRole('progressbar', { name: 'Progress of smollm2-360m-instruct' });
    await bar.waitFor();
    await page.getByText('1 MB of 386 MB').waitFor();
    world.models[1].progress.done_bytes = 193e6;
    await page.getByText('193 MB of 386 MB').waitFor();
    await page.getByText('left').waitFor();
    world.models[1].state = 'ready';
    await bar.waitFor({ state: 'detached' });
  },
);

worldTest(
  'what a model takes stands apart from what it is',
  { path: '/models' },
  async ({ page }) => {
    await page.getByText(/\S · 386 MB$/).waitFor();
  },
);

worldTest(
  'a model is removed once its name was read',
  { path: '/models', world: aTeam({ models: [aModel(), aModel({ id: 'old', default: false })] }) },
  async ({ page, world }) => {
    assert.equal(await button(page, 'Remove smollm2-135m-instruct').count(), 0);
    await button(page, 'Remove old').click();
    await page.getByRole('dialog', { name: 'Remove old?' }).waitFor();
    await button(page, 'Remove').click();
    await spoken(page, 'old is removed.');

    assert.equal(world.models.length, 1);
  },
);

const BASE = 'smollm2-135m-instruct';
const adapted = (changes = {}) =>
  aTeam({
    models: [
      aModel(),
      anAdapted(BASE, 'legal'),
      anAdapted(BASE, 'a-name-as-long-as-a-name-of-an-adapter-may-be-which-is-64-letters-'),
      {
        ...{ id: `${BASE}:old`, base: BASE, state: 'failed', default: false, built_in: false },
        ...{ kind: 'chat', failure: "there is no adapter 'old.gguf'" },
      },
      aModel({ id: 'minilm', kind: 'embedding', default: false }),
    ],
    ...changes,
  });

async function openAttachForm(page) {
  await page.getByText('Attach an adapter').first().click();
  await page.getByLabel('File', { exact: true }).waitFor();
}

looksRight('adapters', { path: '/models', world: adapted, prepare: openAttachForm });

worldTest(
  'an adapter is attached by the keyboard alone and listed with its model',
  { path: '/models' },
  async ({ page, world }) => {
    await page.getByText('Attach an adapter').focus();
    await page.keyboard.press('Enter');
    const file = page.getByLabel('File', { exact: true });
    await file.waitFor();
    await file.focus();
    await file.selectOption('legal.gguf');
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'legal');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await spoken(page, 'legal is attached.');

    await page.getByText(`${BASE}:legal`).waitFor();
    assert.equal(world.models.length, 2);
    assert.equal(await page.getByRole('article').count(), 1, 'one card');
  },
);

worldTest(
  'an adapter of another model is refused beside the file',
  { path: '/models' },
  async ({ page, world }) => {
    await openAttachForm(page);
    await page.getByLabel('File', { exact: true }).selectOption('medical');
    await button(page, 'Attach').click();
    await page.getByText('medical is for another model').waitFor();

    assert.equal(
      await page.getByLabel('File', { exact: true }).getAttribute('aria-invalid'),
      'true',
    );
    assert.equal(world.models.length, 1);
  },
);

worldTest(
  'an adapter is detached once its name was read, and one that was refused too',
  { path: '/models', world: adapted() },
  async ({ page, world }) => {
    await page.getByText("there is no adapter 'old.gguf'").waitFor();
    for (const name of ['legal', 'old']) {
      await button(page, `Detach ${BASE}:${name}`).click();
      await page.getByRole('dialog', { name: `Detach ${BASE}:${name}?` }).waitFor();
      await button(page, 'Detach').click();
      await spoken(page, `${BASE}:${name} is detached.`);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }

    assert.deepEqual(
      world.asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path),
      [`/api/models/${BASE}/adapters/legal`, `/api/models/${BASE}/adapters/old`],
    );
  },
);

worldTest(
  'without a file to attach it says where one would lie',
  { path: '/models', world: aTeam({ adapterFiles: [] }) },
  async ({ page }) => {
    await page.getByText('Attach an adapter').click();
    await page.getByText('There is no adapter yet').waitFor();
  },
);

worldTest(
  'whoever may not manage models sees their adapters and can change none',
  { path: '/models', world: adapted({ permissions: ['chat'] }) },
  async ({ page }) => {
    await page.getByText(`${BASE}:legal`).waitFor();

    assert.equal(await page.getByText('Attach an adapter').count(), 0);
    assert.equal(await page.getByRole('button', { name: /Detach/ }).count(), 0);
  },
);

worldTest(
  'whoever may not manage models sees them and no buttons',
  { path: '/models', world: aTeam({ permissions: ['chat'] }) },
  async ({ page }) => {
    await page.getByRole('heading', { name: 'smollm2-135m-instruct' }).waitFor();

    assert.equal(await page.getByRole('button', { name: /Fetch|Remove/ }).count(), 0);
  },
);

worldTest(
  'a list that cannot be had says so and can be asked for again',
  { path: '/models', world: aTeam({ refuse: failsOnce('/api/models') }) },
  async ({ page }) => {
    await page.getByText('Something went wrong on the server.').waitFor();
    await button(page, 'Try again').click();
    await page.getByRole('heading', { name: 'smollm2-135m-instruct' }).waitFor();
  },
);

function failsOnce(failing) {
  let failed = false;
  return ({ path }) => {
    if (failed || path !== failing) return undefined;
    failed = true;
    return refusal(500, 'no');
  };
}
