import assert from 'node:assert/strict';
import { button } from './browser.js';
import { aModel, aTeam, refusal } from './fake-pages.js';
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
