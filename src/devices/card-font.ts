import { fill, roundedBox } from './card-shapes.ts';
import type { Canvas, Color } from './card-shapes.ts';

/** Rows from the top, five of them; the left pixel is the first character. */
const GLYPHS: Readonly<Record<string, string>> = {
  '0': '### #.# #.# #.# ###',
  '1': '.#. ##. .#. .#. ###',
  '2': '### ..# ### #.. ###',
  '3': '### ..# .## ..# ###',
  '4': '#.# #.# ### ..# ..#',
  '5': '### #.. ### ..# ###',
  '6': '### #.. ### #.# ###',
  '7': '### ..# ..# .#. .#.',
  '8': '### #.# ### #.# ###',
  '9': '### #.# ### ..# ###',
  ':': '. # . # .',
  '.': '. . . . #',
  A: '.#. #.# ### #.# #.#',
  B: '##. #.# ##. #.# ##.',
  E: '### #.. ##. #.. ###',
  N: '#..# ##.# #.## #..# #..#',
};

/** The height of a line, in font pixels. */
export const FONT_HEIGHT = 5;

const rowsOf = (character: string): string[] => (GLYPHS[character] ?? '').split(' ');
const widthOf = (character: string): number => rowsOf(character)[0]!.length;

/** How wide a text is, in font pixels. Characters without a glyph take no room. */
export const measure = (text: string): number =>
  Array.from(text, widthOf).reduce((sum, width) => sum + width + 1, -1);

export interface Label {
  text: string;
  /** The top left corner, in canvas pixels. */
  x: number;
  y: number;
  /** Canvas pixels for a font pixel; a whole number keeps the edges sharp. */
  scale: number;
  color: Color;
}

export function write(canvas: Canvas, { text, x, y, scale, color }: Label): void {
  let left = x;
  for (const character of text) {
    for (const [row, dots] of rowsOf(character).entries()) {
      for (const run of dots.matchAll(/#+/g)) {
        const box = {
          left: left + run.index * scale,
          top: y + row * scale,
          right: left + (run.index + run[0].length) * scale,
          bottom: y + (row + 1) * scale,
        };
        fill(canvas, roundedBox(box, 0), { color });
      }
    }
    left += (widthOf(character) + 1) * scale;
  }
}
