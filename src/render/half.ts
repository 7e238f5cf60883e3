import type { RgbFrame } from '../base/frame.ts';
import type { Grid, Rect } from '../base/grid.ts';
import { isRgbColor, rgbColor, SPACE, Style } from '../base/grid.ts';
import { colorDistance, mean } from './color.ts';
import { bottomOf, isHalfBlock, topOf, UPPER_HALF } from './half-block.ts';
import { resample } from './resample.ts';

/** Each cell is painted exactly once in so many turns, so a picture that stands still becomes exact: 2 s at 30 fps. */
export const TURNS_TO_EXACT = 60;
/** Prime to the number of turns, so that the cells of one turn lie apart. */
const TURN_STEP = 23;

/** How a frame is painted. */
export interface DrawOptions {
  mirrored: boolean;
  /** What the terminal shows now; cells near to it are left as they are. Ignored unless it has the target's size. */
  shown: Grid | undefined;
  /** How far off a colour may be, as `colorDistance` tells; 0 paints exactly. */
  tolerance: number;
  /** Counts the frames painted so far; each turn makes some other cells exact. */
  turn: number;
}

/**
 * Paints a frame into the cells of `place`, which lies within `target`: two pixels a cell, the upper one as the
 * foreground of an upper half block. A frame of other than columns x (rows * 2) pixels is scaled to fill the place.
 */
export function drawHalf(frame: RgbFrame, target: Grid, place: Rect, options: DrawOptions): void {
  const pixels = resample(frame, place.columns, place.rows * 2);
  const shown = comparable(target, options.shown);
  const stride = place.columns * 3;
  const step = options.mirrored ? -3 : 3;
  for (let row = 0; row < place.rows; row++) {
    let cell = (place.row + row) * target.columns + place.column;
    let upper = row * 2 * stride + (options.mirrored ? stride - 3 : 0);
    for (let column = 0; column < place.columns; column++, cell++, upper += step) {
      const top = pixelAt(pixels, upper);
      const bottom = pixelAt(pixels, upper + stride);
      const tolerance = isRefined(cell, options.turn) ? 0 : options.tolerance;
      if (!shown || !keep(target, shown, cell, top, bottom, tolerance))
        set(target, cell, top, bottom, tolerance);
    }
  }
}

/** What is shown, if its cells are those of the target. */
export const comparable = (target: Grid, shown: Grid | undefined): Grid | undefined =>
  shown?.columns === target.columns && shown.rows === target.rows ? shown : undefined;

/** Whether it is a cell's turn to become exact. */
export const isRefined = (cell: number, turn: number): boolean =>
  (cell * TURN_STEP + turn) % TURNS_TO_EXACT === 0;

const pixelAt = (pixels: Uint8Array, at: number): number =>
  rgbColor(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);

/** Leaves a cell as it is shown when that is near enough. */
function keep(
  target: Grid,
  shown: Grid,
  cell: number,
  top: number,
  bottom: number,
  tolerance: number,
): boolean {
  const glyph = shown.glyph[cell]!;
  if (shown.style[cell] !== Style.picture || !isHalfBlock(glyph)) return false;
  const foreground = shown.foreground[cell]!;
  const background = shown.background[cell]!;
  const shownTop = topOf(glyph, foreground, background);
  const shownBottom = bottomOf(glyph, foreground, background);
  if (!isRgbColor(shownTop) || !isRgbColor(shownBottom)) return false;
  if (colorDistance(shownTop, top) > tolerance || colorDistance(shownBottom, bottom) > tolerance)
    return false;
  target.glyph[cell] = glyph;
  target.foreground[cell] = foreground;
  target.background[cell] = background;
  target.style[cell] = Style.picture;
  return true;
}

function set(target: Grid, cell: number, top: number, bottom: number, tolerance: number): void {
  const alike = colorDistance(top, bottom) <= tolerance;
  target.glyph[cell] = alike ? SPACE : UPPER_HALF;
  target.foreground[cell] = top;
  target.background[cell] = alike ? mean(top, bottom) : bottom;
  target.style[cell] = Style.picture;
}
