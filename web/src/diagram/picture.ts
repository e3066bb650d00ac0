import { purifier } from '../markdown/render';
import type { Drawing } from './protocol';

/** A drawing as an image, in which nothing runs, loads or leads anywhere. */
export interface Picture {
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

/** What is drawn more than 4096 pixels wide or high is more than a screen shows and a phone can hold. */
const LARGEST = 4096;

/** Returns a drawing as a picture, or undefined for what is no drawing. */
export function pictureOf({ svg, css }: Drawing): Picture | undefined {
  const nodes = purifier.sanitize(svg, {
    USE_PROFILES: { svg: true, svgFilters: true },
    FORBID_TAGS: ['a', 'image', 'style', 'animate', 'animatemotion', 'animatetransform', 'set'],
    ALLOW_DATA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  const drawing = nodes.firstElementChild;
  const size = drawing instanceof SVGSVGElement && sizeOf(drawing);
  if (!size) return undefined;
  drawing.setAttribute('width', String(size.width));
  drawing.setAttribute('height', String(size.height));
  const sheet = document.createElementNS(drawing.namespaceURI, 'style');
  sheet.textContent = css;
  drawing.prepend(sheet);
  const markup = new XMLSerializer().serializeToString(drawing);
  // An address of type data: is of no origin, wherever it is opened.
  return { address: `data:image/svg+xml,${encodeURIComponent(markup)}`, ...size };
}

function sizeOf(drawing: SVGSVGElement): { width: number; height: number } | undefined {
  const [, , width = 0, height = 0] = (drawing.getAttribute('viewBox') ?? '')
    .split(/\s+/)
    .map(Number);
  if (!(width > 0 && height > 0 && width + height < Infinity)) return undefined;
  const scale = Math.min(1, LARGEST / width, LARGEST / height);
  return { width: Math.ceil(width * scale), height: Math.ceil(height * scale) };
}
