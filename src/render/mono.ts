import type { RgbFrame } from '../base/frame.ts';
import type { Grid, Rect } from '../base/grid.ts';
import { DEFAULT_COLOR, Style } from '../base/grid.ts';
import type { DrawOptions } from './half.ts';
import { comparable, isRefined } from './half.ts';
import { resample } from './resample.ts';

/** Glyphs by how much of the cell they cover, for light ink on dark paper. */
const RAMP = Uint8Array.from(' .:-=+*#%@', (glyph) => glyph.charCodeAt(0));
/** The luma steps, 0-255, that one glyph stands for. */
const BAND = 256 / RAMP.length;

/** Paints a frame by the density of ASCII glyphs, one sample a cell, with no colours. Else as `drawHalf`. */
export function drawMono(frame: RgbFrame, target: Grid, place: Rect, options: DrawOptions): void {
  const pixels = resample(frame, place.columns, place.rows);
  const shown = comparable(target, options.shown);
  for (let row = 0; row < place.rows; row++) {
    for (let column = 0; column < place.columns; column++) {
      const cell = (place.row + row) * target.columns + place.column + column;
      const from = options.mirrored ? place.columns - 1 - column : column;
      const luma = lumaAt(pixels, (row * place.columns + from) * 3);
      const tolerance = isRefined(cell, options.turn) ? 0 : options.tolerance;
      target.glyph[cell] = glyphFor(
        luma,
        shown?.style[cell] === Style.picture ? shown.glyph[cell]! : 0,
        tolerance,
      );
      target.foreground[cell] = DEFAULT_COLOR;
      target.background[cell] = DEFAULT_COLOR;
      target.style[cell] = Style.picture;
    }
  }
}

/** Luma by ITU-R BT.601 (2.5.1), in 8 bits. */
const lumaAt = (pixels: Uint8Array, at: number): number =>
  (77 * pixels[at]! + 150 * pixels[at + 1]! + 29 * pixels[at + 2]!) >> 8;

/** The glyph of a luma; the one that is shown stays while the luma is within `tolerance` of its band. */
function glyphFor(luma: number, shownGlyph: number, tolerance: number): number {
  const shownBand = RAMP.indexOf(shownGlyph);
  const low = shownBand * BAND - tolerance;
  if (shownBand >= 0 && luma >= low && luma < low + BAND + 2 * tolerance) return shownGlyph;
  return RAMP[Math.floor(luma / BAND)]!;
}
