// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { pictureOf, type Picture } from './picture';

function taken(inside: string, css = '', viewBox = '0 0 30 20'): Picture | undefined {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="${viewBox}">${inside}</svg>`;
  return pictureOf({ kind: 'drawn', svg, css });
}

function markup(picture: Picture | undefined): string {
  return decodeURIComponent(picture?.address ?? '');
}

describe('the picture of a drawing', () => {
  it('has the lines, the words and the size of the drawing', () => {
    const picture = taken(
      '<path d="M0 0L1 1" marker-end="url(#tip)"></path><text>A &amp; B</text>',
    );

    expect(picture).toMatchObject({ width: 30, height: 20 });
    expect(markup(picture)).toContain('d="M0 0L1 1"');
    expect(markup(picture)).toContain('marker-end="url(#tip)"');
    expect(markup(picture)).toContain('A &amp; B');
    expect(markup(picture)).toMatch(/^data:image\/svg\+xml,<svg/);
  });

  it('has the style sheet as text that cannot end it', () => {
    const picture = taken('<text>x</text>', 'text{fill:red}</style><script>x</script>');

    expect(markup(picture)).toContain('text{fill:red}&lt;/style&gt;&lt;script&gt;');
  });

  it.each([
    '<script>window.pwned=1</script>',
    '<text onclick="window.pwned=1">x</text>',
    '<a href="javascript:window.pwned=1"><text>x</text></a>',
    '<a xlink:href="https://evil.example"><text>x</text></a>',
    '<image href="https://evil.example/x.png"></image>',
    '<use href="https://evil.example/x.svg#a"></use>',
    '<foreignObject><img src="https://evil.example/x.png"></foreignObject>',
    '<foreignObject><iframe src="https://evil.example"></iframe></foreignObject>',
    '<animate attributeName="href" to="javascript:window.pwned=1"></animate>',
    '<set attributeName="onclick" to="window.pwned=1"></set>',
    '<style>@import "https://evil.example/x.css";</style>',
    '</svg><img src="https://evil.example" onerror="window.pwned=1">',
  ])('has nothing that runs, loads or leads away: %s', (hostile) => {
    expect(markup(taken(`<text>before</text>${hostile}`))).not.toMatch(/evil|pwned|javascript/);
  });

  it('is at most as large as a phone can hold, in the shape of the drawing', () => {
    expect(taken('', '', '0 0 8192 2048')).toMatchObject({ width: 4096, height: 1024 });
  });

  it.each(['0 0 0 20', '0 0 x y', '', '0 0 30 -1', '0 0 Infinity 10'])(
    'is none where the drawing has no size: %j',
    (viewBox) => {
      expect(taken('<text>x</text>', '', viewBox)).toBeUndefined();
    },
  );

  it.each(['', 'words', '<p>x</p>', '<svg></svg>'])('is none of %j', (svg) => {
    expect(pictureOf({ kind: 'drawn', svg, css: '' })).toBeUndefined();
  });
});
