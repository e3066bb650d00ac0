import { writtenLanguage } from './code';

/**
 * Adds to a settled block what is fetched only when a reply has need of it. Where the network does
 * not bring it, the block stays as it is: plain, but whole.
 */
export async function enrich(block: HTMLElement): Promise<void> {
  await Promise.allSettled([colourCode(block)]);
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
