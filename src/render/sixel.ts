import type { RgbFrame, Size } from '../base/frame.ts';
import type { SixelAbilities } from '../base/terminal.ts';
import { ByteWriter } from './byte-writer.ts';
import { dithered } from './dither.ts';
import { PaletteKeeper } from './palette-keeper.ts';
import type { Palette } from './palette.ts';
import { Quantizer, type Slack } from './quantizer.ts';
import { BAND_ROWS, BandWriter } from './sixel-band.ts';

/** How many pixels of the screen a pixel of a frame takes, across and down: a whole number of them makes a band. */
export type Magnification = 1 | 2 | 3 | 6;

const NEXT_BAND = 0x2d;
const ST = '\x1b\\';
const WHOLE: Slack = { keep: 0, reuse: 40 };
const CHANGES: Slack = { keep: 120, reuse: 40 };
/** Every pixel gets the colour that is nearest. */
const EXACT: Slack = { keep: 1, reuse: 0 };
/** Each band of a picture that stands still becomes exact once in so many frames: 2 s at 30 fps. */
export const FRAMES_TO_EXACT = 60;
/**
 * With fewer colours pixels are dithered. So many, made for the picture, have steps no larger than the noise of a camera:
 * dithering would only cost bytes.
 */
const ENOUGH_COLORS = 64;
/** By the cube root of their number: half of the step between colours that are spread evenly over half of each channel. */
const HALF_STEP = 32;

/** Images of one size and palette, drawn one over the other. */
interface Series extends Size {
  magnification: Magnification;
  palette: Palette;
  quantizer: Quantizer;
  bands: BandWriter;
  frames: number;
}

/**
 * Pictures as sixel images, each to be drawn at the same place as the last (VT330/VT340 Programmer Reference Manual,
 * chapter 14). Where the terminal layers images, only what has changed is drawn.
 */
export class SixelEncoder {
  readonly #delta: boolean;
  /** Register 0 is left to the background. */
  readonly #keeper: PaletteKeeper;
  readonly #out = new ByteWriter();
  #series: Series | undefined;

  constructor({ registers, delta }: Pick<SixelAbilities, 'registers' | 'delta'>) {
    this.#delta = delta;
    this.#keeper = new PaletteKeeper(registers - 1);
  }

  /** The screen shows nothing of what was drawn any more. */
  forget(): void {
    this.#series = undefined;
  }

  /** The image of a frame, from DCS to ST; the bytes are valid until the next call. */
  encode(frame: RgbFrame, magnification: Magnification = 1): Uint8Array {
    const palette = this.#keeper.paletteFor(frame);
    const few = palette.size < ENOUGH_COLORS;
    const picture = few ? dithered(frame, HALF_STEP / Math.cbrt(palette.size)) : frame;
    this.#write(picture, this.#seriesFor(frame, palette, magnification));
    return this.#out.written();
  }

  #seriesFor({ width, height }: Size, palette: Palette, magnification: Magnification): Series {
    const last = this.#series;
    const sameSize = last?.width === width && last.height === height;
    if (sameSize && last.palette === palette && last.magnification === magnification) return last;
    const rows = BAND_ROWS / magnification;
    const quantizer = new Quantizer(palette, { width, height }, rows);
    const bands = new BandWriter(this.#out, palette, { width, rows });
    return (this.#series = { width, height, magnification, palette, quantizer, bands, frames: 0 });
  }

  #write(frame: RgbFrame, series: Series): void {
    const out = this.#out;
    const { width, height, magnification, quantizer, bands } = series;
    const delta = this.#delta && series.frames > 0;
    out.reset();
    // P2 = 1 leaves pixels that aren't drawn as they are; then the raster attributes: square pixels, and how many.
    out.ascii(`\x1bP0;${delta ? 1 : 0}q"1;1;${width * magnification};${height * magnification}`);
    bands.begin();
    const rows = BAND_ROWS / magnification;
    for (let top = 0, band = 0; top < height; top += rows, band++) {
      const exact = band % FRAMES_TO_EXACT === series.frames % FRAMES_TO_EXACT;
      const slack = delta ? (exact ? EXACT : CHANGES) : WHOLE;
      if (band > 0) out.byte(NEXT_BAND);
      bands.write(quantizer.band(frame, top, slack));
    }
    out.ascii(ST);
    series.frames++;
  }
}
