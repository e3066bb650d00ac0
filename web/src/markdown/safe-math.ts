import { purifier } from './render';

const TAGS = [
  ...['span', 'svg', 'path', 'line', 'math', 'semantics', 'annotation', 'mrow', 'mi', 'mn', 'mo'],
  ...['mtext', 'mspace', 'mfrac', 'msqrt', 'mroot', 'msub', 'msup', 'msubsup', 'munder', 'mover'],
  ...['munderover', 'mtable', 'mtr', 'mtd', 'mstyle', 'mpadded', 'mphantom', 'menclose'],
];
const ATTRIBUTES = [
  ...['class', 'style', 'aria-hidden', 'xmlns', 'encoding', 'display', 'width', 'height', 'depth'],
  ...['viewbox', 'preserveaspectratio', 'd', 'x1', 'x2', 'y1', 'y2', 'stroke-width'],
  ...['accent', 'accentunder', 'columnalign', 'columnlines', 'columnspacing', 'displaystyle'],
  ...['fence', 'largeop', 'linebreak', 'linethickness', 'lspace', 'rspace', 'mathbackground'],
  ...['mathcolor', 'mathsize', 'mathvariant', 'maxsize', 'minsize', 'notation', 'rowlines'],
  ...['rowspacing', 'scriptlevel', 'separator', 'stretchy', 'valign', 'voffset'],
];

/**
 * Takes out of a typeset formula all that no formula needs, and returns it. It is cleaned where it
 * is, since the content security policy allows styles that were set by a script, but no markup with them.
 */
export function keepSafeMath(element: HTMLElement): HTMLElement {
  purifier.sanitize(element, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ADD_URI_SAFE_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    IN_PLACE: true,
  });
  return element;
}
