import { text } from '../text/catalogue';
import { number } from '../text/numbers';
import { pageIsDark, whenColoursChange } from './dark';
import './diagram.css';
import { drawer, type Outcome } from './drawer';
import { pictureOf, type Picture } from './picture';
import { savePicture } from './save';
import { kindOf } from './source';

/** A longer source is not drawn. */
const LONGEST_SOURCE = 20_000;

/** The diagrams of the page by the frame of code in which each is. */
const shown = new WeakMap<HTMLElement, Diagram>();

whenColoursChange(() => {
  for (const frame of document.querySelectorAll<HTMLElement>('.code')) {
    void shown.get(frame)?.draw();
  }
});

/** Shows the diagram of a source in the place of its code block, or says there why it cannot. */
export async function showDiagram(frame: HTMLElement, source: string): Promise<void> {
  // A block may be finished twice, the second time while the first drawing is under way.
  const diagram = shown.get(frame) ?? new Diagram(frame, source);
  shown.set(frame, diagram);
  await diagram.draw();
}

class Diagram {
  readonly #frame: HTMLElement;
  readonly #source: string;
  readonly #image = document.createElement('img');
  #dark: boolean | undefined;

  constructor(frame: HTMLElement, source: string) {
    this.#frame = frame;
    this.#source = source;
  }

  /** Draws in the colours of the page, unless it is drawn in them already. */
  async draw(): Promise<void> {
    if (this.#source.length > LONGEST_SOURCE) {
      this.#say(text.diagram.tooLong);
      return;
    }
    const dark = pageIsDark();
    if (this.#dark === dark) return;
    this.#dark = dark;
    const outcome = await drawer.draw(this.#source, dark);
    const picture = outcome.kind === 'drawn' ? pictureOf(outcome) : undefined;
    if (picture) this.#show(picture);
    else if (!this.#image.isConnected) this.#say(reason(outcome));
  }

  #show(picture: Picture): void {
    this.#image.src = picture.address;
    this.#image.width = picture.width;
    this.#image.height = picture.height;
    if (this.#image.isConnected) return;
    this.#image.alt = text.diagram.alt(kindOf(this.#source));
    const figure = scroller(this.#image);
    const code = this.#frame.querySelector('pre');
    if (code) code.hidden = true;
    this.#frame.append(figure);
    this.#frame.querySelector('.code-head button')?.before(
      button(text.diagram.showSource, (pressed) => {
        const source = code?.hidden ?? false;
        if (code) code.hidden = !source;
        figure.hidden = source;
        pressed.textContent = source ? text.diagram.showDrawing : text.diagram.showSource;
      }),
      button(text.diagram.save, () => void savePicture(this.#image)),
    );
  }

  #say(sentence: string): void {
    if (this.#frame.querySelector('.diagram-problem')) return;
    const line = document.createElement('p');
    line.className = 'diagram-problem';
    line.textContent = sentence;
    this.#frame.querySelector('.code-head')?.after(line);
  }
}

function reason(outcome: Outcome): string {
  if (outcome.kind === 'late') return text.diagram.late;
  const line = outcome.kind === 'wrong' ? outcome.line : undefined;
  return line === undefined ? text.diagram.wrong : text.diagram.wrongLine(number(line));
}

function scroller(image: HTMLImageElement): HTMLElement {
  const figure = document.createElement('div');
  figure.className = 'diagram';
  // A wide diagram scrolls sideways, which the keyboard must reach.
  figure.tabIndex = 0;
  figure.setAttribute('role', 'region');
  figure.setAttribute('aria-label', image.alt);
  figure.append(image);
  return figure;
}

function button(label: string, press: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'quiet small';
  made.textContent = label;
  made.addEventListener('click', () => press(made));
  return made;
}
