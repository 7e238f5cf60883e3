import { SPACE } from '../base/grid.ts';

/** U+2580, U+2584 and U+2588 of the Block Elements: the foreground's part of a cell that holds two pixels. */
export const UPPER_HALF = 0x2580;
export const LOWER_HALF = 0x2584;
export const FULL_BLOCK = 0x2588;

/** Whether a glyph shows an upper and a lower pixel; a space shows the background twice. */
export const isHalfBlock = (glyph: number): boolean =>
  glyph === UPPER_HALF || glyph === SPACE || glyph === LOWER_HALF || glyph === FULL_BLOCK;

/** The colour of the upper pixel of a half block. */
export const topOf = (glyph: number, foreground: number, background: number): number =>
  glyph === UPPER_HALF || glyph === FULL_BLOCK ? foreground : background;

/** The colour of the lower pixel of a half block. */
export const bottomOf = (glyph: number, foreground: number, background: number): number =>
  glyph === LOWER_HALF || glyph === FULL_BLOCK ? foreground : background;
