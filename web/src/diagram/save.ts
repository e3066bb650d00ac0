import { announcer } from '../page/announcer.svelte';
import { saveBlob } from '../page/csv';
import { text } from '../text/catalogue';

/** So that lines are sharp where the picture is put. */
const SCALE = 2;

/** Hands the person the picture as points of colour, which no program runs anything of. */
export async function savePicture(image: HTMLImageElement): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = image.width * SCALE;
  canvas.height = image.height * SCALE;
  const pen = canvas.getContext('2d');
  if (pen) {
    pen.fillStyle = getComputedStyle(image).backgroundColor;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  }
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (png) saveBlob('diagram.png', png);
  else announcer.say(text.diagram.wrong);
}
