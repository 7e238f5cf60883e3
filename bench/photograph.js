// A picture of a screen as one would see it: glyphs by their names in Unicode, letters in a font of this machine.

import sharp from 'sharp';
import { lettersOf, pixelsOf } from './screen.js';

/** Its letters are 8 pixels wide. */
const FONT = 'font-family="DejaVu Sans Mono, monospace" font-size="13.3"';
/** From the top of a cell. */
const BASELINE = 12;
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A picture of sharp's. */
export async function photograph(screen) {
  const cells = screen.cells();
  const { data, width, height } = pixelsOf(cells, 0);
  const letters = lettersOf(cells).map(svgOf).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ${FONT}>${letters}</svg>`;
  const glass = sharp(data, { raw: { width, height, channels: 3 } }).composite([{ input: Buffer.from(svg) }]);
  // Without this, what is asked of the picture later would happen before the letters are there.
  return sharp(await glass.png().toBuffer());
}

function svgOf({ text, x, y, ink, isBold }) {
  const weight = isBold ? ' font-weight="bold"' : '';
  const words = text.replace(/[&<>]/g, (sign) => ESCAPES[sign]);
  return `<text x="${x}" y="${y + BASELINE}" fill="rgb(${ink.join()})"${weight}>${words}</text>`;
}
