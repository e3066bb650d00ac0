// Diagrams in replies: drawn in a frame of no origin, shown as pictures, and nothing else whatever is in them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { assertAccessible, button, composer, pageTest, replyEnds, send } from './browser.js';
import { say } from './fake-server.js';

const fenced = (source) => `See:\n\n\`\`\`mermaid\n${source}\n\`\`\`\n\nThe end.`;
const BREAD = 'flowchart LR\n  accTitle: How bread is made\n  A[Flour] -->|mix| B(Dough)';
const picture = (page) => page.locator('.diagram img');
// A machine that does other things meanwhile takes its time.
const PATIENTLY = { timeout: 30_000 };

async function asked(page, server, reply) {
  server.setReply(say(reply));
  await send(page, 'Draw it');
  await replyEnds(page);
}

pageTest('a diagram is drawn', { canned: {} }, async ({ page, server }) => {
  await asked(page, server, fenced(BREAD));
  await picture(page).waitFor(PATIENTLY);

  assert.match(await picture(page).getAttribute('alt'), /How bread is made/);
  assert.ok(await picture(page).evaluate((image) => image.naturalWidth > 50));
  assert.equal(await page.locator('.code pre').isVisible(), false);
  await assertAccessible(page);
});

pageTest(
  'its source can be shown and copied',
  { canned: {} },
  async ({ page, server, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await asked(page, server, fenced(BREAD));
    await button(page, 'Show source').click();

    assert.equal(await page.locator('.code pre').innerText(), BREAD + '\n');
    assert.equal(await picture(page).isVisible(), false);
    await button(page, 'Copy code').click();
    await button(page, 'Copied').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), BREAD + '\n');
    await button(page, 'Show diagram').click();
    assert.equal(await picture(page).isVisible(), true);
  },
);

pageTest('it can be saved as a picture', { canned: {} }, async ({ page, server }) => {
  await asked(page, server, fenced(BREAD));
  await picture(page).waitFor(PATIENTLY);
  const download = page.waitForEvent('download');
  await button(page, 'Save as picture').click();
  const parts = [];
  for await (const part of await (await download).createReadStream()) parts.push(part);
  const file = Buffer.concat(parts);

  assert.equal((await download).suggestedFilename(), 'diagram.png');
  assert.equal(file.subarray(1, 4).toString('latin1'), 'PNG');
  assert.equal(file.readUInt32BE(16), 2 * (await picture(page).evaluate((image) => image.width)));
});

for (const kind of [
  'sequenceDiagram\n  A->>B: Hello',
  'classDiagram\n  Animal <|-- Duck',
  'stateDiagram-v2\n  [*] --> Still',
  'erDiagram\n  CUSTOMER ||--o{ ORDER : places',
  'gantt\n  dateFormat YYYY-MM-DD\n  Do :a, 2026-01-01, 3d',
  'pie title Pets\n  "Dogs" : 3\n  "Cats" : 2',
  'mindmap\n  root((Bread))\n    Flour',
  'gitGraph\n  commit\n  branch b\n  commit',
  'timeline\n  title T\n  2026 : Bread',
]) {
  const name = kind.split('\n')[0];
  pageTest(`${name} is drawn`, { canned: {} }, async ({ page, server }) => {
    await asked(page, server, fenced(kind));
    await picture(page).waitFor(PATIENTLY);
  });
}

pageTest('it follows the colours of the page', { canned: {} }, async ({ page, server }) => {
  await asked(page, server, fenced(BREAD));
  await picture(page).waitFor(PATIENTLY);
  const light = await picture(page).getAttribute('src');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction((src) => document.querySelector('.diagram img').src !== src, light);
  await page.evaluate(() => (document.documentElement.dataset.theme = 'light'));

  await page.waitForFunction((src) => document.querySelector('.diagram img').src === src, light);
});

pageTest('a mistake is named with its line', { canned: {} }, async ({ page, server }) => {
  await asked(page, server, fenced('flowchart TD\n  A --> B\n  B --> --> C'));
  await page.getByText('Line 3 of this diagram has a mistake.').waitFor(PATIENTLY);

  assert.match(await page.locator('.code pre').innerText(), /B --> --> C/);
  assert.equal(await picture(page).count(), 0);
});

pageTest('what is no diagram stays its source', { canned: {} }, async ({ page, server }) => {
  await asked(page, server, fenced('nothing that is known'));
  await page.getByText('This diagram could not be drawn.').waitFor(PATIENTLY);

  assert.equal(await page.locator('.code pre').isVisible(), true);
});

pageTest('a source that is too long stays', { canned: {} }, async ({ page, server }) => {
  const edges = Array.from({ length: 2000 }, (_, i) => `  A${i} --> B${i}`).join('\n');
  await asked(page, server, fenced(`flowchart TD\n${edges}`));

  await page.getByText('This diagram is too long to be drawn.').waitFor(PATIENTLY);
  assert.equal(await page.locator('iframe').count(), 0);
});

/** The frame as an attacker could have it, who found a way to run what is wished there. */
async function takeOver(page, script) {
  await page.route('**/diagram.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: {
        'content-security-policy':
          "default-src 'none'; script-src 'unsafe-inline'; sandbox allow-scripts",
      },
      body: `<!doctype html><script>${script}</script>`,
    }),
  );
}

pageTest('a drawing that does not end is ended', { canned: {} }, async ({ page, server }) => {
  await takeOver(page, "addEventListener('message', () => { for (;;); })");
  await asked(page, server, fenced(BREAD));
  await composer(page).fill('The page goes on meanwhile');
  await page.getByText('Drawing this diagram took too long.').waitFor(PATIENTLY);
  assert.equal(await page.locator('iframe').count(), 0);

  await page.unroute('**/diagram.html');
  await asked(page, server, fenced(BREAD));
  await picture(page).waitFor(PATIENTLY);
});

const REFUSED = /Content Security Policy|sandbox|Blocked opening/;

pageTest(
  'a frame that was taken over gets nothing',
  { canned: {}, allowErrors: REFUSED },
  async ({ page, server }) => {
    await takeOver(
      page,
      `addEventListener('message', ({ data }) => {
      const tried = {};
      const attempt = (name, act) => { try { tried[name] = String(act()); } catch { tried[name] = 'refused'; } };
      attempt('cookie', () => document.cookie);
      attempt('storage', () => localStorage.length);
      attempt('page', () => parent.document.title);
      attempt('navigation', () => (top.location = 'https://evil.example'));
      attempt('window', () => String(open('https://evil.example')));
      fetch('/api/me').then(() => 'answered', () => 'refused').then((answer) => {
        tried.request = answer;
        const css = '/* ' + JSON.stringify(tried) + ' */';
        parent.postMessage({ id: data.id, css, svg: '<svg viewBox="0 0 9 9"><script>window.pwned=1</' +
          'script><image href="https://evil.example"/><text onclick="pwned=1">x</text></svg>' }, '*');
      });
    })`,
    );
    await asked(page, server, fenced(BREAD));
    const address = decodeURIComponent(await picture(page).getAttribute('src'));
    const tried = JSON.parse(/\/\* (.*) \*\//.exec(address)[1]);

    assert.deepEqual(tried, {
      cookie: 'refused',
      storage: 'refused',
      page: 'refused',
      navigation: 'refused',
      window: 'null',
      request: 'refused',
    });
    assert.doesNotMatch(address, /pwned|evil/);
    assert.ok(page.url().startsWith(server.url));
  },
);

pageTest('a message from elsewhere is no drawing', { canned: {} }, async ({ page, server }) => {
  await takeOver(page, '');
  await asked(page, server, fenced(BREAD));
  await page.locator('iframe').waitFor({ state: 'attached' });
  await page.evaluate(() => {
    const forged = { svg: '<svg viewBox="0 0 9 9"></svg>', css: '' };
    for (let id = 0; id < 5; id++) postMessage({ id, ...forged }, '*');
    const other = document.createElement('iframe');
    other.setAttribute('sandbox', 'allow-scripts');
    document.body.append(other);
  });

  await page.getByText('Drawing this diagram took too long.').waitFor(PATIENTLY);
  assert.equal(await picture(page).count(), 0);
});

/** `EVIL` stands for the address of a server that notes who calls. */
const HOSTILE = [
  'flowchart TD\n  A --> B\n  click A href "javascript:window.pwned=1"\n  click B call pwned(1)',
  'flowchart TD\n  A["<img src=EVIL/a.png onerror=window.pwned=1>"] --> B["<script>pwned=1</script>"]',
  'flowchart TD\n  A@{ img: "EVIL/b.png", label: "x", w: 60, h: 60 }\n  A --> B',
  '%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true}}}%%\nflowchart TD\n  A["<iframe src=EVIL></iframe>"] --> B\n  click B href "EVIL" _top',
  '%%{init: {"themeCSS": "@import url(EVIL/c.css); * {background: url(EVIL/d.png)}"}}%%\nflowchart TD\n  A --> B',
  '---\nconfig:\n  securityLevel: loose\n  fontFamily: "x;} @import url(EVIL/e.css); {"\n---\nflowchart TD\n  A --> B\n  style A fill:url(EVIL/f.png)',
  'classDiagram\n  class A\n  link A "javascript:window.pwned=1" "x"\n  callback A "pwned" "x"',
  'sequenceDiagram\n  participant A\n  link A: Page @ javascript:window.pwned=1\n  links A: {"x": "EVIL"}\n  A->>A: <b onmouseover=window.pwned=1>x</b>',
  'gantt\n  dateFormat YYYY-MM-DD\n  Do :a, 2026-01-01, 3d\n  click a href "javascript:window.pwned=1"',
];

async function listening() {
  const called = [];
  const server = createServer((request, response) => {
    called.push(request.url);
    response.end();
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  server.unref(); // a test that fails ends without it
  const close = () =>
    new Promise((closed) => {
      server.closeAllConnections();
      server.close(() => closed(called));
    });
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

for (const [number, source] of HOSTILE.entries()) {
  pageTest(
    `hostile diagram ${number + 1} does nothing`,
    // What the policy refuses is told in the console, and it is meant to.
    { canned: {}, allowErrors: REFUSED },
    async ({ page, server, context }) => {
      const evil = await listening();
      await asked(page, server, fenced(source.replaceAll('EVIL', evil.url)));
      const image = picture(page);
      await image.or(page.locator('.diagram-problem')).waitFor(PATIENTLY);
      const address = page.url();
      if ((await image.count()) > 0) {
        const { width, height } = await image.boundingBox();
        for (const part of [0.25, 0.5, 0.75]) {
          await image.click({ position: { x: width / 2, y: height * part } });
        }
        const markup = decodeURIComponent(await image.getAttribute('src'));
        const tags = markup.match(/<[^>]*>/g).join('');
        assert.doesNotMatch(tags, /<(a|image|script|foreignObject|iframe)\b|javascript:|\son\w+=/i);
      }

      for (const frame of page.frames()) {
        assert.equal(await frame.evaluate(() => globalThis.pwned), undefined);
      }
      assert.equal(page.url(), address);
      assert.equal(context.pages().length, 1);
      assert.deepEqual(await evil.close(), []);
    },
  );
}
