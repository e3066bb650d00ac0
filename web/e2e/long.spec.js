// A long conversation opens and is written in without delay.
import assert from 'node:assert/strict';
import { composer, pageTest, replyEnds, send } from './browser.js';

const thousand = (chat) =>
  chat.add({
    title: 'Long',
    turns: Array.from({ length: 1000 }, (_, i) => `turn ${i} ${'word '.repeat(40)}`),
  });

pageTest(
  'a chat of 1,000 messages opens, scrolls up and is written in at once',
  { canned: { arrange: thousand } },
  async ({ page }) => {
    const link = page.getByRole('link', { name: 'Long' });
    await link.waitFor();
    const millis = await link.evaluate(async (element) => {
      const began = performance.now();
      element.click();
      while (document.querySelectorAll('.log .exchange').length === 0)
        await new Promise(requestAnimationFrame);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return performance.now() - began;
    });
    const log = page.locator('.log');
    const shown = page.locator('.log .exchange');
    for (let i = 0; i < 60 && (await shown.count()) < 200; i++) {
      await log.evaluate((element) => (element.scrollTop = 0));
      await page.waitForTimeout(100);
    }
    await composer(page).focus();
    const delays = await page.evaluate(async () => {
      const field = document.activeElement;
      const all = [];
      for (let i = 0; i < 60; i++) {
        const began = performance.now();
        field.setRangeText('a', field.value.length, field.value.length, 'end');
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        void document.body.offsetHeight;
        all.push(performance.now() - began);
        await new Promise(requestAnimationFrame);
      }
      return all.sort((a, b) => a - b);
    });
    console.log(`opened in ${millis.toFixed(0)} ms; a key takes ${delays[56].toFixed(1)} ms (p95)`);
    assert.ok((await page.locator('.log .exchange').count()) > 100);
  },
);

const SECTION =
  '## A heading\n\nSome words in a paragraph, *more* of them, and `code`.\n\n' +
  '1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n';
const SECTIONS = Math.ceil(24_000 / SECTION.length);

/** The seconds that the page has spent in scripts and in drawing. */
async function spent(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return { script: of('ScriptDuration'), all: of('TaskDuration') };
}

pageTest(
  'an answer of 24 kB is shown as it comes',
  { canned: {} },
  async ({ page, server, context }) => {
    server.setReply(async (writing) => {
      for (const piece of SECTION.repeat(SECTIONS).match(/[\s\S]{1,12}/g)) {
        writing.write(piece);
        await new Promise((later) => setTimeout(later, 2));
      }
      writing.finish();
    });
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const before = await spent(session);
    await send(page, 'Tell me all');
    await replyEnds(page);
    const after = await spent(session);
    const millis = (name) => ((after[name] - before[name]) * 1000).toFixed(0);
    console.log(
      `24 kB in 2,000 pieces: ${millis('script')} ms of scripts, ${millis('all')} in all`,
    );
    assert.equal(await page.locator('.reply table').count(), SECTIONS);
  },
);
