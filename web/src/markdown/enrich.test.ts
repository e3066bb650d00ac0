// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { decorateCode } from './code';
import { enrich } from './enrich';
import { renderBlock } from './render';

async function settled(markdown: string): Promise<HTMLElement> {
  const element = document.createElement('div');
  const nodes = renderBlock(markdown);
  decorateCode(nodes);
  element.append(nodes);
  await enrich(element);
  return element;
}

describe('the colours of code', () => {
  it.each([
    ...[
      ['bash', 'if true; then'],
      ['c', 'int x;'],
      ['C++', 'int x;'],
      ['c#', 'var x;'],
      ['css', 'a{color:red}'],
    ],
    ...[
      ['diff', '+ x'],
      ['Dockerfile', 'FROM x'],
      ['go', 'func x()'],
      ['toml', 'x = 1'],
      ['java', 'class X'],
    ],
    ...[
      ['js', 'let x'],
      ['json', '{"x":1}'],
      ['kotlin', 'val x'],
      ['md', '# x'],
      ['php', '$x = 1;'],
      ['py', 'def x():'],
    ],
    ...[
      ['ruby', 'def x'],
      ['rs', 'let x'],
      ['sql', 'select 1'],
      ['swift', 'let x'],
      ['ts', 'let x'],
      ['html', '<b>'],
    ],
    ['yml', 'x: 1'],
  ])('are there for %s', async (language, code) => {
    const block = await settled(`\`\`\`${language}\n${code}\n\`\`\``);

    expect(block.querySelector('pre span[class^=hljs-]')).not.toBeNull();
    expect(block.querySelector('pre')?.textContent).toBe(`${code}\n`);
    expect(block.querySelector('.code-head span')?.textContent).toBe(language);
  });

  it.each(['', 'unheard', 'constructor', '__proto__', '"><img'])(
    'are left out for the language %j',
    async (language) => {
      const block = await settled(`\`\`\`${language}\nlet x;\n\`\`\``);

      expect(block.querySelector('code')?.innerHTML).toBe('let x;\n');
    },
  );

  it('are left out for code too long to colour within a frame', async () => {
    const block = await settled(`\`\`\`js\n${'let x;\n'.repeat(10_000)}\`\`\``);

    expect(block.querySelector('code')?.childElementCount).toBe(0);
  });

  it('make nothing of markup in code', async () => {
    const block = await settled('```html\n<img src=x onerror=alert(1)>\n```');

    expect(block.querySelector('img')).toBeNull();
    expect(block.querySelector('code')?.textContent).toBe('<img src=x onerror=alert(1)>\n');
  });
});
