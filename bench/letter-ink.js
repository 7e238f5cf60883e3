// Writes src/render/letter-ink.ts: how letters look in the fonts that many terminals have, of which two are free and in
// Debian (fonts-dejavu-core, fonts-noto-mono). Run: node bench/letter-ink.js

import { writeFileSync } from 'node:fs';
import { CELL, coverageOf, LETTERS } from './letters.js';

const FONTS = ['DejaVu Sans Mono', 'Noto Mono'];
const ACROSS = 2;
const DOWN = 4;
const OUT = new URL('../src/render/letter-ink.ts', import.meta.url);

const mean = (values) => values.reduce((sum, value) => sum + value) / values.length;

/** How much of each sample is ink. */
function samplesOf(pixels) {
  const [width, height] = [CELL.width / ACROSS, CELL.height / DOWN];
  const sampleOf = (pixel) =>
    Math.floor(pixel / CELL.width / height) * ACROSS + Math.floor((pixel % CELL.width) / width);
  return Array.from({ length: ACROSS * DOWN }, (_, sample) =>
    mean(Array.from(pixels.filter((_ink, pixel) => sampleOf(pixel) === sample))),
  );
}

/** How far pixels are from their mean: the square. */
const varianceOf = (pixels) => mean(Array.from(pixels, (ink) => (ink - mean(Array.from(pixels))) ** 2));

const hex = (part) =>
  Math.round(part * 255)
    .toString(16)
    .padStart(2, '0');

const fonts = await Promise.all(FONTS.map(coverageOf));
const rows = LETTERS.map((letter, at) => {
  const cells = fonts.map((letters) => letters[at]);
  const samples = cells.map(samplesOf);
  const means = samples[0].map((_, sample) => mean(samples.map((parts) => parts[sample])));
  const deviation = Math.sqrt(mean(cells.map(varianceOf)));
  const bytes = [...means, deviation].map(hex).join('');
  return `  '${bytes}', // ${letter}`.trimEnd();
});
writeFileSync(
  OUT,
  `// Written by bench/letter-ink.js.

/**
 * For each letter from U+0020 to 007E how much of its eight samples is ink (2 x 4, row by row), and the standard deviation
 * of its pixels' ink: bytes in hexadecimal, 255 for 1. The mean of ${FONTS.join(' and ')}.
 */
export const LETTER_INK = [
${rows.join('\n')}
] as const;
`,
);
