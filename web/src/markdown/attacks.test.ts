// @vitest-environment jsdom
import { mount, tick, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import Growing from '../testing/Growing.svelte';
import { enrich } from './enrich';
import { PAYLOADS, PLACES } from '../testing/payloads';

/** What no reply may bring to the page. Formulas bring drawings; of those, only lines. */
const FORBIDDEN =
  'script,img,image,iframe,object,embed,form,input,meta,link,base,style,details,foreignobject,use,mglyph,annotation-xml';
const ATTRIBUTES =
  /^(href|class|target|rel|title|start|style|tabindex|role|type|aria-(label|hidden)|xmlns|encoding|display|width|height|viewbox|preserveaspectratio|d|math(variant|color|background|size)|(min|max)size|stretchy|fence|separator|[lr]space|linethickness|displaystyle|scriptlevel|column\w+|row\w+|accent\w*|voffset|depth|notation|largeop|linebreak)$/i;

function dangersIn(element: HTMLElement): string[] {
  const found = [...element.querySelectorAll(FORBIDDEN)].map((node) => node.outerHTML);
  for (const node of element.querySelectorAll('*')) {
    for (const { name, value } of node.attributes) {
      const address = name === 'href' && !/^(https?:\/\/|mailto:)/.test(value);
      const style =
        name === 'style' && (/url|fixed|expression/i.test(value) || !node.closest('.typeset'));
      const ours = name === 'dir' && node.matches('.block');
      if (address || style || !(ours || ATTRIBUTES.test(name))) found.push(`${name}=${value}`);
    }
  }
  return found;
}

/** Shows pieces of a text as they come; returns what was dangerous at any moment. */
async function dangersWhile(pieces: Iterable<string>): Promise<string[]> {
  const target = document.createElement('div');
  document.body.append(target);
  const shown = mount(Growing, { target });
  const found: string[] = [];
  let written = '';
  for (const piece of pieces) {
    written += piece;
    shown.show(written);
    await tick();
    found.push(...dangersIn(target));
  }
  shown.end();
  await tick();
  for (const block of target.querySelectorAll<HTMLElement>('.block')) await enrich(block);
  found.push(...dangersIn(target));
  await unmount(shown);
  target.remove();
  return [...new Set(found)];
}

/** Cuts a text into bytes from the payload's beginning to just behind what closes it. */
function* byteByByte(text: string, payload: string): Iterable<string> {
  const start = text.indexOf(payload);
  const end = start + payload.length + 3;
  yield text.slice(0, start);
  const decoder = new TextDecoder();
  for (const byte of new TextEncoder().encode(text.slice(start, end))) {
    yield decoder.decode(new Uint8Array([byte]), { stream: true });
  }
  yield text.slice(end);
}

afterEach(() => expect('pwned' in window).toBe(false));

describe.each(Object.entries(PLACES))('V1, V2: a payload in %s', (_place, put) => {
  it.each(PAYLOADS)('is only text: $advisory $text', async ({ text }) => {
    expect(await dangersWhile([put(text)])).toEqual([]);
  });
});

describe.each(Object.entries(PLACES))('V1, V2: byte by byte, a payload in %s', (place, put) => {
  // Every payload comes byte by byte in a sixth of the places; all of them would take minutes.
  const turn = Object.keys(PLACES).indexOf(place);
  const chosen = PAYLOADS.filter((_, index) => (index + turn) % 6 === 0);

  it.each(chosen)('is only text: $advisory $text', async ({ text }) => {
    expect(await dangersWhile(byteByByte(put(text), text))).toEqual([]);
  });
});

describe('the search for dangers', () => {
  it.each([
    '<img src="x">',
    '<p onclick="x">y</p>',
    '<a href="javascript:x">y</a>',
    '<p style="color: red">y</p>',
    '<p id="app">y</p>',
  ])('finds %s', (markup) => {
    const element = document.createElement('div');
    element.innerHTML = markup;

    expect(dangersIn(element)).not.toEqual([]);
  });
});
