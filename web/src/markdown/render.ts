import createDOMPurify, { type Config } from 'dompurify';
import { parser } from './parser';

/** The one sanitiser of the page. */
export const purifier = createDOMPurify(window);

const CONFIG = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code'],
    ...['em', 'strong', 's', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'span', 'div'],
  ],
  ALLOWED_ATTR: ['href', 'target', 'rel', 'class', 'start', 'title'],
  ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
  // DOMPurify holds every other attribute's value against the addresses allowed above.
  ADD_URI_SAFE_ATTR: ['target', 'rel', 'start'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
} satisfies Config;

/** Returns the HTML of one block before it is sanitised; for tests and for {@link renderBlock} only. */
export function unsafeHtml(markdown: string): string {
  return parser.render(markdown);
}

/** Returns markup of text coloured by its grammar as sanitised nodes: nothing but classes. */
export function safeMarkup(html: string): DocumentFragment {
  return purifier.sanitize(html, {
    ALLOWED_TAGS: ['span'],
    ALLOWED_ATTR: ['class'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}

/** Returns one block of Markdown as sanitised nodes. */
export function renderBlock(markdown: string): DocumentFragment {
  return purifier.sanitize(unsafeHtml(markdown), { ...CONFIG, RETURN_DOM_FRAGMENT: true });
}
