// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { decorateCode } from './code';
import { renderBlock } from './render';

function rendered(markdown: string): HTMLElement {
  const element = document.createElement('div');
  element.append(renderBlock(markdown));
  return element;
}

describe('renderBlock', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<form action="https://e.org"><button>x</button></form>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:msgbox(1))',
    '[x](file:///etc/passwd)',
    '[x](//evil.example)',
    '[x](/logout)',
    '<javascript:alert(1)>',
    '![x](https://e.org/p.png)',
    '![x](data:image/svg+xml,<svg onload=alert(1)>)',
    '[![x](https://e.org/p.png)](javascript:alert(1))',
    '[x](https://e.org "a\\" onmouseover=alert(1) b")',
    '```"><script>alert(1)</script>\nx\n```',
    '| <b onclick=alert(1)>x</b> |\n| --- |\n| y |',
    '<style>*{display:none}</style>',
  ])('makes nothing dangerous of %s', (markdown) => {
    const element = rendered(markdown);

    const nodes = [...element.querySelectorAll('*')];
    const forbidden = 'script,img,svg,math,iframe,style,form,button,object,embed,link,meta';
    expect(element.querySelector(forbidden)).toBeNull();
    for (const attribute of nodes.flatMap((node) => [...node.attributes])) {
      expect(['href', 'class', 'target', 'rel', 'title', 'start']).toContain(attribute.name);
      if (attribute.name === 'href') expect(attribute.value).toMatch(/^(https?:\/\/|mailto:)/);
    }
  });

  it('opens links elsewhere and tells nobody where from', () => {
    const link = rendered('[notes](https://e.org)').querySelector('a');

    expect(link?.rel).toBe('noopener noreferrer');
    expect(link?.target).toBe('_blank');
  });

  it('shows a picture as a link, and inside a link as its words', () => {
    expect(rendered('![a cat](https://e.org/cat.png)').innerHTML).toContain(
      'href="https://e.org/cat.png"',
    );
    const nested = rendered('[![a cat](https://e.org/cat.png)](https://e.org)');
    expect(nested.querySelectorAll('a')).toHaveLength(1);
    expect(nested.querySelector('a')?.textContent).toBe('a cat');
  });

  it('aligns columns with classes, since styles are forbidden', () => {
    const cell = rendered('| n |\n| --: |\n| 1 |').querySelector('td');

    expect(cell?.className).toBe('align-right');
    expect(cell?.hasAttribute('style')).toBe(false);
  });

  it('sets headings below those of the page', () => {
    const names = [...rendered('# a\n\n## b\n\n### c\n\n###### d').children].map((e) => e.tagName);

    expect(names).toEqual(['H3', 'H3', 'H4', 'H6']);
  });

  it('keeps the number a list starts with', () => {
    expect(rendered('3. three').querySelector('ol')?.start).toBe(3);
  });
});

describe('decorateCode', () => {
  it('names the language and offers to copy', () => {
    const nodes = renderBlock('```js\nlet x;\n```');
    decorateCode(nodes);

    expect(nodes.querySelector('.code-head span')?.textContent).toBe('js');
    expect(nodes.querySelector('button')?.textContent).toBe('Copy code');
  });
});
