import mermaid, { type MermaidConfig } from 'mermaid';
import { colours } from './colours';
import type { Wish } from './protocol';

const MOST_LINES_BETWEEN_NODES = 500;

const CONFIG: MermaidConfig = {
  startOnLoad: false,
  securityLevel: 'strict',
  // Words are drawn as words: markup in a drawing is thrown away by the page.
  htmlLabels: false,
  suppressErrorRendering: true,
  maxEdges: MOST_LINES_BETWEEN_NODES,
  // What a diagram may not set for itself.
  secure: [
    ...['secure', 'securityLevel', 'startOnLoad', 'htmlLabels', 'suppressErrorRendering'],
    ...['maxTextSize', 'maxEdges', 'theme', 'themeVariables', 'themeCSS', 'fontFamily'],
  ],
  theme: 'base',
};

addEventListener('message', ({ source, origin, data }: MessageEvent<Wish>) => {
  // The address of this frame is the page's, though the frame itself is of no origin.
  if (source !== parent || origin !== location.origin) return;
  void draw(data).then((answer) => parent.postMessage(answer, location.origin));
});

async function draw({ id, source, dark }: Wish): Promise<object> {
  try {
    mermaid.initialize({ ...CONFIG, ...colours(dark) });
    const { svg } = await mermaid.render('diagram', source);
    return { id, ...parted(svg) };
  } catch (error) {
    return { id, line: lineOf(error) };
  }
}

/** The page takes no style sheet that comes as markup, so that it is given to it beside the drawing. */
function parted(markup: string): { svg: string; css: string } {
  const holder = document.createElement('div');
  holder.innerHTML = markup;
  const sheets = [...holder.querySelectorAll('style')];
  for (const sheet of sheets) sheet.remove();
  return { svg: holder.innerHTML, css: sheets.map((sheet) => sheet.textContent).join('\n') };
}

/** The parsers of the kinds of diagrams tell the line in a field, in their message or not at all. */
function lineOf(error: unknown): number | undefined {
  const found = /\bline:? (\d+)/i.exec(String(error))?.[1];
  return found === undefined ? undefined : Number(found);
}
