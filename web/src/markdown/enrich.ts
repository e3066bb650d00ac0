import { writtenLanguage } from './code';
import { joinNotes } from './joined-notes';

/**
 * Adds to a settled block what is fetched only when a reply has need of it. Where the network does
 * not bring it, the block stays as it is: plain, but whole.
 */
export async function enrich(block: HTMLElement): Promise<void> {
  if (block.querySelector('.footnote-reference, .footnote')) joinNotes(block.parentNode ?? block);
  await Promise.allSettled([colourCode(block), typesetFormulas(block), drawDiagrams(block)]);
  await showControls(block);
}

async function colourCode(block: HTMLElement): Promise<void> {
  for (const code of block.querySelectorAll<HTMLElement>('pre > code')) {
    const language = writtenLanguage(code);
    if (language === undefined) continue;
    const { highlighted } = await import('./highlighter');
    const nodes = await highlighted(code.textContent, language);
    if (nodes) code.replaceChildren(nodes);
  }
}

async function typesetFormulas(block: HTMLElement): Promise<void> {
  for (const source of block.querySelectorAll<HTMLElement>('.math')) {
    const { typeset } = await import('./typesetter');
    const display = source.classList.contains('display');
    const formula = typeset(source.textContent, display);
    if (!formula) continue;
    source.className = display ? 'typeset display' : 'typeset';
    source.replaceChildren(formula);
  }
}

async function drawDiagrams(block: HTMLElement): Promise<void> {
  for (const code of block.querySelectorAll<HTMLElement>('pre > code')) {
    const frame = code.closest<HTMLElement>('.code');
    if (!frame || writtenLanguage(code)?.toLowerCase() !== 'mermaid') continue;
    const { showDiagram } = await import('../diagram/figure');
    await showDiagram(frame, code.textContent);
  }
}

async function showControls(block: HTMLElement): Promise<void> {
  for (const code of block.querySelectorAll<HTMLElement>('code')) {
    const { showControlsIn } = await import('./controls');
    showControlsIn(code);
  }
}
