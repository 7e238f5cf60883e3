import type { RgbFrame, Size } from '../base/frame.ts';
import type { SixelAbilities } from '../base/terminal.ts';
import { ByteWriter } from './byte-writer.ts';
import { dithered } from './dither.ts';
import { PaletteKeeper } from './palette-keeper.ts';
import type { Palette } from './palette.ts';
import type { Slack } from './quantizer.ts';
import { BAND_ROWS } from './sixel-band.ts';
import type { SixelKernel, SixelSeries } from './sixel-kernel.ts';

/** How many pixels of the screen a pixel of a frame takes, across and down: a whole number of them makes a band. */
export type Magnification = 1 | 2 | 3 | 6;

const NEXT_BAND = 0x2d;
const ST = '\x1b\\';
/** To reuse more saves more bytes, but in smooth parts it shows as streaks. */
const WHOLE: Slack = { keep: 0, reuse: 32 };
/** The noise of a camera, three levels, adds 27 on average: nearly all that is noise alone stays. */
const CHANGES: Slack = { keep: 120, reuse: 32 };
/** Every pixel gets the colour that is nearest. */
const EXACT: Slack = { keep: 1, reuse: 0 };
/** Each band of a picture that stands still becomes exact once in so many frames: 2 s at 30 fps. */
export const FRAMES_TO_EXACT = 60;
/**
 * With fewer colours than this and than the picture has, pixels are dithered. So many, made for the picture, have steps no
 * larger than the noise of a camera: dithering would only cost bytes.
 */
const ENOUGH_COLORS = 64;
/** By the cube root of their number: half of the step between colours that are spread evenly over half of each channel. */
const HALF_STEP = 32;

/** Images of one size and palette, drawn one over the other. */
interface Series extends SixelSeries {
  frames: number;
}

/**
 * Pictures as sixel images, each to be drawn at the same place as the last (VT330/VT340 Programmer Reference Manual,
 * chapter 14). Where the terminal layers images, only what has changed is drawn.
 */
export class SixelEncoder {
  readonly #delta: boolean;
  /** The most that a picture can have. */
  readonly #colors: number;
  readonly #keeper: PaletteKeeper;
  readonly #kernel: SixelKernel;
  readonly #out = new ByteWriter();
  #series: Series | undefined;

  constructor({ registers, delta }: Pick<SixelAbilities, 'registers' | 'delta'>, kernel: SixelKernel) {
    this.#delta = delta;
    this.#kernel = kernel;
    // Register 0 is left to the background.
    this.#colors = registers - 1;
    this.#keeper = new PaletteKeeper(this.#colors);
  }

  /** The screen shows nothing of what was drawn any more. */
  forget(): void {
    this.#series = undefined;
  }

  /** The image of a frame, from DCS to ST; the bytes are valid until the next call. */
  encode(frame: RgbFrame, magnification: Magnification = 1): Uint8Array {
    const palette = this.#keeper.paletteFor(frame);
    const isDithered = this.#colors < ENOUGH_COLORS && palette.size === this.#colors;
    const picture = isDithered ? dithered(frame, HALF_STEP / Math.cbrt(palette.size)) : frame;
    const series = this.#seriesFor(frame, palette, BAND_ROWS / magnification);
    this.#write(picture, series);
    series.frames++;
    return this.#out.written();
  }

  #seriesFor({ width, height }: Size, palette: Palette, rows: number): Series {
    const last = this.#series;
    const sameSize = last?.width === width && last.height === height && last.rows === rows;
    if (sameSize && last.palette === palette) return last;
    const series = { width, height, palette, rows };
    this.#kernel.begin(series);
    return (this.#series = { ...series, frames: 0 });
  }

  #write(frame: RgbFrame, { width, height, rows, frames }: Series): void {
    const out = this.#out;
    const delta = this.#delta && frames > 0;
    const magnification = BAND_ROWS / rows;
    out.reset();
    // P2 = 1 leaves pixels that aren't drawn as they are; then the raster attributes: square pixels, and how many.
    out.ascii(`\x1bP0;${delta ? 1 : 0}q"1;1;${width * magnification};${height * magnification}`);
    this.#kernel.take(frame);
    for (let top = 0, band = 0; top < height; top += rows, band++) {
      const exact = band % FRAMES_TO_EXACT === frames % FRAMES_TO_EXACT;
      if (band > 0) out.byte(NEXT_BAND);
      out.append(this.#kernel.band(top, delta ? (exact ? EXACT : CHANGES) : WHOLE));
    }
    out.ascii(ST);
  }
}
