import katex from 'katex';
import 'katex/dist/katex.css';
import './math.css';
import { keepSafeMath } from './safe-math';

const MOST_EXPANSIONS = 500;
const LARGEST_EM = 20;

/** Returns a formula as sanitised nodes, or undefined when it is not one. */
export function typeset(formula: string, displayMode: boolean): HTMLElement | undefined {
  const element = document.createElement('span');
  try {
    katex.render(formula, element, {
      displayMode,
      trust: false,
      strict: 'ignore',
      maxExpand: MOST_EXPANSIONS,
      maxSize: LARGEST_EM,
    });
  } catch {
    return undefined;
  }
  return keepSafeMath(element);
}
