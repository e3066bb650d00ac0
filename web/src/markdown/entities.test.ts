import { expect, it } from 'vitest';
import { decodeHTMLStrict } from './entities';

it.each([
  ['&amp;', '&'],
  ['&nbsp;', '\u00a0'],
  ['&eacute;', 'é'],
  ['&yuml;', 'ÿ'],
  ['&omega;', 'ω'],
  ['&Omega;', 'Ω'],
  ['&mdash;', '—'],
  ['&rarr;', '→'],
  ['&sum;', '∑'],
  ['&ge;', '≥'],
  ['&supe;', '⊇'],
  ['&#233;', 'é'],
  ['&#x1F600;', '😀'],
  ['&#0;', '\ufffd'],
  ['&#xD800;', '\ufffd'],
  ['&unheard;', '&unheard;'],
  ['&constructor;', '&constructor;'],
  ['&amp', '&amp'],
])('%s stands for %s', (written, meant) => {
  expect(decodeHTMLStrict(written)).toBe(meant);
});
