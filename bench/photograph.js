// A picture of a screen as one would see it: glyphs by their names in Unicode, letters in a font of this machine.

import sharp from 'sharp';
import { BASELINE, FONT_SIZE, svgOf } from './letters.js';
import { lettersOf, pixelsOf } from './screen.js';

const FONT = `font-family="DejaVu Sans Mono, monospace" font-size="${FONT_SIZE}"`;
const nothing = () => () => 0;

/** A picture of sharp's. */
export async function photograph(screen) {
  const cells = screen.cells();
  const { data, width, height } = pixelsOf(cells, nothing);
  const letters = lettersOf(cells).map(svgOfCell).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ${FONT}>${letters}</svg>`;
  const glass = sharp(data, { raw: { width, height, channels: 3 } }).composite([{ input: Buffer.from(svg) }]);
  // Without this, what is asked of the picture later would happen before the letters are there.
  return sharp(await glass.png().toBuffer());
}

const svgOfCell = ({ text, x, y, ink, isBold }) =>
  svgOf(text, { x, y: y + BASELINE, ink: `rgb(${ink.join()})`, weight: isBold ? 'bold' : 'normal' });
