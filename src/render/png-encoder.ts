import type { RgbFrame, Size } from '../base/frame.ts';
import { PaletteKeeper } from './palette-keeper.ts';
import { MAX_COLORS, type Palette } from './palette.ts';
import { pngOf } from './png.ts';
import { Quantizer, type Slack } from './quantizer.ts';

/** As for whole sixel images: longer runs are shorter when deflated. */
const SLACK: Slack = { keep: 0, reuse: 32 };
/** Rows that are done at a time; pixels look up only within them. */
const ROWS = 8;

/**
 * Pictures as PNG files of 255 colours: a sixth of the bytes of RGB as it is, and half of the time that to compress RGB
 * takes.
 */
export class PngEncoder {
  readonly #keeper = new PaletteKeeper(MAX_COLORS);
  #last: (Size & { palette: Palette; quantizer: Quantizer }) | undefined;

  /** The file belongs to the caller. */
  encode(frame: RgbFrame): Buffer {
    const palette = this.#keeper.paletteFor(frame);
    const quantizer = this.#quantizerFor(frame, palette);
    for (let top = 0; top < frame.height; top += ROWS) quantizer.band(frame, top, SLACK);
    return pngOf(quantizer.shown, frame, palette);
  }

  #quantizerFor({ width, height }: Size, palette: Palette): Quantizer {
    const last = this.#last;
    if (last?.palette === palette && last.width === width && last.height === height) return last.quantizer;
    const quantizer = new Quantizer(palette, { width, height }, ROWS);
    this.#last = { width, height, palette, quantizer };
    return quantizer;
  }
}
