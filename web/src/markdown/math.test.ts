// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { enrich } from './enrich';
import { renderBlock } from './render';

function rendered(markdown: string): HTMLElement {
  const element = document.createElement('div');
  element.append(renderBlock(markdown));
  return element;
}

const formulas = (markdown: string) =>
  [...rendered(markdown).querySelectorAll('.math')].map((e) => e.textContent);

describe('a formula', () => {
  it.each([
    ['so $x^2$ it is', ['x^2']],
    ['$a_1 * b_1$ and $c*d$', ['a_1 * b_1', 'c*d']],
    ['($x$), $y$.', ['x', 'y']],
    ['\\(a \\le b\\) or \\[c\\]', ['a \\le b', 'c']],
    ['$$x$$', ['x']],
    ['text $$x$$ and $$y$$', ['x', 'y']],
    ['$$\nx\n= y\n- z\n$$', ['x\n= y\n- z']],
    ['Thus:\n$$\nx\n$$\nand on', ['x']],
    ['\\[\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n\\]', expect.any(Array)],
    ['- item\n\n  $$\n  x\n  $$', ['x']],
    ['> $$\n> x\n> $$', ['x']],
    ['$\\$5$', ['\\$5']],
    ['| a |\n| - |\n| $x$ |', ['x']],
    ['$a<b$', ['a<b']],
  ])('is found in %j', (markdown, expected) => {
    expect(formulas(markdown)).toEqual(expected);
    expect(formulas(markdown)).not.toEqual([]);
  });

  it.each([
    'It is $5 and $10.',
    '$20,000 and $30,000',
    'US$5 and A$6',
    '$x',
    '$x $',
    '$ x$',
    '$x$1',
    '\\$x\\$',
    '\\\\(x\\\\)',
    '`$x$`',
    '```\n$$\nx\n$$\n```',
    '    $$x$$',
    '$$\nx',
    '$$\nx\n\n$$',
    '\\(x',
    '$$ $$',
    `$${'x'.repeat(6000)}$`,
  ])('is not seen in %j', (markdown) => {
    expect(formulas(markdown)).toEqual([]);
  });
});

describe('typesetting', () => {
  async function typeset(markdown: string): Promise<HTMLElement> {
    const element = rendered(markdown);
    await enrich(element);
    return element;
  }

  it.each(['$x^2$', '$$\\frac{a}{b} + \\sqrt{2}$$', '\\(\\hat{x} \\text{ if } \\vec{y}\\)'])(
    'is done for %s, with words for those who cannot see it',
    async (markdown) => {
      const formula = (await typeset(markdown)).querySelector('.typeset');

      expect(formula?.querySelector('.katex-html')?.getAttribute('aria-hidden')).toBe('true');
      expect(formula?.querySelector('math > semantics > mrow')).not.toBeNull();
      expect(formula?.querySelector('[style]')).not.toBeNull();
    },
  );

  it('leaves what is not a formula as its author wrote it', async () => {
    expect((await typeset('$\\nothing{$')).querySelector('.math')?.textContent).toBe('\\nothing{');
  });

  it.each([
    '$\\href{javascript:alert(1)}{x}$',
    '$\\url{https://e.org}$',
    '$\\includegraphics{https://e.org/x.png}$',
    '$\\htmlClass{composer}{x}$',
    '$\\htmlStyle{position:fixed}{x}$',
    '$\\htmlData{a=b}{x}$',
    '$\\textcolor{red;background:url(https://e.org)}{x}$',
    '$\\text{<img src=x onerror=alert(1)>}$',
    '$\\unicode{<script>}$',
  ])('makes nothing dangerous of %s', async (markdown) => {
    const element = await typeset(markdown);

    expect(element.querySelector('a, img, script, mglyph, .composer, [data-a]')).toBeNull();
    for (const node of element.querySelectorAll('[style]'))
      expect(node.getAttribute('style')).not.toMatch(/url|fixed|expression/);
  });

  it('bounds how large a formula is and how long it takes', async () => {
    const large = await typeset('$\\rule{5000em}{5000em}$');
    const endless = await typeset('$\\def\\x{\\x\\x}\\x$');

    expect(large.innerHTML).not.toContain('5000em;');
    expect(large.innerHTML).toContain('20em');
    expect(endless.querySelector('.math')).not.toBeNull();
  });
});
