// Letters as this machine's fonts draw them.

import sharp from 'sharp';

/** Pixels of a cell. */
export const CELL = { width: 8, height: 16 };
/** The letters of a cell 8 pixels wide, in pixels; most fonts for terminals are .6 of their size wide. */
export const FONT_SIZE = 13.3;
/** From the top of a cell. */
export const BASELINE = 12.6;
/** What `coverageOf` draws, in order. */
export const LETTERS = Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at));
/** Each pixel is drawn as so many times so many. */
const FINENESS = 8;

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A letter in SVG; x and y are the left end of its baseline. */
export const svgOf = (letter, { x, y, ink, weight = 'normal' }) =>
  `<text x="${x}" y="${y}" fill="${ink}" font-weight="${weight}" xml:space="preserve">${letter.replace(/[&<>]/g, (sign) => ESCAPES[sign])}</text>`;

/** For each of `LETTERS`, how much of each pixel of its cell is ink: 0 to 1, row by row. */
export async function coverageOf(font) {
  // Every second cell is empty: terminals cut off what stands out of a cell, and so must this.
  const leftOf = (at) => 2 * at * CELL.width * FINENESS;
  const [width, height] = [leftOf(LETTERS.length), CELL.height * FINENESS];
  const texts = LETTERS.map((letter, at) =>
    svgOf(letter, { x: leftOf(at), y: BASELINE * FINENESS, ink: '#fff' }),
  );
  const look = `font-family="${font}" font-size="${FONT_SIZE * FINENESS}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ${look}>${texts.join('')}</svg>`;
  const ink = await sharp(Buffer.from(svg)).flatten({ background: '#000' }).greyscale().raw().toBuffer();
  return LETTERS.map((_, at) => cellOf(ink, { width, left: leftOf(at) }));
}

function cellOf(ink, { width, left }) {
  const cell = new Float64Array(CELL.width * CELL.height);
  for (let y = 0; y < CELL.height * FINENESS; y++) {
    for (let x = 0; x < CELL.width * FINENESS; x++) {
      const pixel = Math.floor(y / FINENESS) * CELL.width + Math.floor(x / FINENESS);
      cell[pixel] += ink[y * width + left + x] / (255 * FINENESS ** 2);
    }
  }
  return cell;
}
