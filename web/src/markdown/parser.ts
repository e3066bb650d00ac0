import MarkdownIt from 'markdown-it';
import { withFootnotes } from './footnotes';
import { withMath } from './math';

const ALLOWED_LINK = /^(https?:\/\/|mailto:)/i;
/** Replies sit below the page's title and the turn's heading; most begin with the second level. */
const HEADING_SHIFT = 1;
const HEADING_TOP = 3;

/**
 * The one Markdown parser of the page: no raw HTML, links only to the web and to mail, pictures as
 * links. Reference definitions are off because one that comes late would change text that is
 * already on the page.
 */
export const parser = new MarkdownIt({ html: false, linkify: true, maxNesting: 40 });

parser.disable('reference');
parser.validateLink = (url) => ALLOWED_LINK.test(url.trim());
withMath(parser);
withFootnotes(parser);
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const { rules } = parser.renderer;

rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return self.renderToken(tokens, index, options);
};

// A picture from elsewhere would tell that server who reads; so it is fetched only on a click.
rules.image = (tokens, index, options, env, self) => {
  const token = tokens[index];
  const source = String(token?.attrGet('src') ?? '');
  const described = self.renderInlineAsText(token?.children ?? [], options, env);
  const label = parser.utils.escapeHtml(described || source);
  const insideLink =
    tokens.slice(0, index).filter((t) => t.type === 'link_open').length >
    tokens.slice(0, index).filter((t) => t.type === 'link_close').length;
  if (insideLink) return label;
  const address = parser.utils.escapeHtml(source);
  return `<a class="picture" href="${address}" target="_blank" rel="noopener noreferrer">${label}</a>`;
};

// The content security policy forbids style attributes, which is how alignment comes.
rules.th_open = rules.td_open = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  const align = /text-align:(\w+)/.exec(String(token?.attrGet('style') ?? ''))?.[1];
  if (token && align) token.attrs = [['class', `align-${align}`]];
  return self.renderToken(tokens, index, options);
};

rules.heading_open = rules.heading_close = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  const level = Number(token?.tag.slice(1)) + HEADING_SHIFT;
  if (token) token.tag = `h${Math.min(6, Math.max(HEADING_TOP, level))}`;
  return self.renderToken(tokens, index, options);
};
