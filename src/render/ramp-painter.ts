import type { RgbFrame } from '../base/frame.ts';
import { DEFAULT_COLOR, type Grid, type Rect, Style } from '../base/grid.ts';
import { type CellPainter, comparable, type DrawOptions } from './draw.ts';
import { isRefined } from './hold.ts';
import type { Kernel } from './kernel.ts';
import { Sampler } from './sampler.ts';

/** Letters by how much of the cell they cover, for light ink on dark paper. */
const RAMP = Array.from(' .:-=+*#%@', (letter) => letter.codePointAt(0)!);
/** So many levels have the same letter. The fullest covers a quarter of its cell, so all that is lighter than 162 has it. */
const BAND = 18;

/** Where there are no colours: one sample a cell, told by the density of a letter. */
export class RampPainter implements CellPainter {
  readonly renderer = 'ascii';
  readonly across = 1;
  readonly down = 1;
  readonly #sampler: Sampler;

  constructor(kernel: Kernel) {
    this.#sampler = new Sampler(kernel, this);
  }

  draw(frame: RgbFrame, target: Grid, place: Rect, options: DrawOptions): void {
    const { red, green, blue, sampleStride } = this.#sampler.take(frame, place, options.mirrored);
    const shown = comparable(target, options.shown);
    for (let row = 0; row < place.rows; row++) {
      let cell = (place.row + row) * target.columns + place.column;
      let at = row * sampleStride;
      for (const end = at + place.columns; at < end; at++, cell++) {
        const luma = lumaOf(red[at]!, green[at]!, blue[at]!);
        const tolerance = isRefined(cell, options.turn) ? 0 : options.tolerance;
        const old = shown?.style[cell] === Style.picture ? shown.glyph[cell] : undefined;
        put(target, cell, letterFor(luma, old, tolerance));
      }
    }
  }
}

function put(target: Grid, cell: number, letter: number): void {
  target.glyph[cell] = letter;
  target.foreground[cell] = DEFAULT_COLOR;
  target.background[cell] = DEFAULT_COLOR;
  target.style[cell] = Style.picture;
}

/** The letter for a luma of 0-255; the one that is shown stays while the luma is within `tolerance` of its band. */
function letterFor(luma: number, shown: number | undefined, tolerance: number): number {
  const low = shown === undefined ? NaN : RAMP.indexOf(shown) * BAND - tolerance;
  const isShown = low >= -tolerance && luma >= low && luma < low + BAND + 2 * tolerance;
  if (isShown) return shown!;
  return RAMP[Math.min(Math.floor(luma / BAND), RAMP.length - 1)]!;
}

/** By ITU-R BT.601 (2.5.1), in 8 bits. */
const lumaOf = (red: number, green: number, blue: number): number =>
  (77 * red + 150 * green + 29 * blue) >> 8;
