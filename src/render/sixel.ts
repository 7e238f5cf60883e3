import type { RgbFrame, Size } from '../base/frame.ts';
import { ByteWriter } from './byte-writer.ts';
import { dithered } from './dither.ts';
import { type Palette, paletteError, paletteOf } from './palette.ts';
import { BAND_ROWS, BandWriter } from './sixel-band.ts';
import { SixelQuantizer, type Slack } from './sixel-quantizer.ts';

/** What a terminal can do with sixels. */
export interface SixelAbilities {
  /** Colour registers; number 0 is left to the background. */
  registers: number;
  /** Pixels that an image leaves alone show those of the images below it. */
  delta: boolean;
}

/** How many pixels of the screen a pixel of a frame takes, across and down: a whole number of them makes a band. */
export type Magnification = 1 | 2 | 3 | 6;

const NEXT_BAND = 0x2d;
const ST = '\x1b\\';
const WHOLE: Slack = { keep: 0, reuse: 60 };
const CHANGES: Slack = { keep: 120, reuse: 60 };
/** Every pixel gets the colour that is nearest. */
const EXACT: Slack = { keep: 1, reuse: 0 };
/** Each band of a picture that stands still becomes exact once in so many frames: 2 s at 30 fps. */
export const FRAMES_TO_EXACT = 60;
/** A palette that is off by so much more than at first is made anew, but not before so many frames. */
const WORSE = 1.5;
const FEWEST_FRAMES = 30;
/** After a cut it can't wait. */
const FAR_WORSE = 6;
/** Below this error (mean squared distance) a palette is good enough for anything. */
const GOOD = 10;

/**
 * With fewer colours pixels are dithered. So many, made for the picture, have steps no larger than the noise of a camera:
 * dithering would only cost bytes.
 */
const ENOUGH_COLORS = 64;
/** By the cube root of their number: half of the step between colours that are spread evenly over half of each channel. */
const HALF_STEP = 32;

/** What a series of images has in common. */
interface Series extends Size {
  magnification: Magnification;
  palette: Palette;
  quantizer: SixelQuantizer;
  bands: BandWriter;
  /** Of the palette, on the frame that it was made for. */
  error: number;
  frames: number;
}

/**
 * Pictures as sixel images, each to be drawn at the same place as the last (VT330/VT340 Programmer Reference Manual,
 * chapter 14). Where the terminal layers images, only what has changed is drawn.
 */
export class SixelEncoder {
  readonly #abilities: SixelAbilities;
  readonly #out = new ByteWriter();
  #series: Series | undefined;

  constructor(abilities: SixelAbilities) {
    this.#abilities = abilities;
  }

  /** The screen shows nothing of what was drawn any more. */
  forget(): void {
    this.#series = undefined;
  }

  /** The image of a frame, from DCS to ST; the bytes are valid until the next call. */
  encode(frame: RgbFrame, magnification: Magnification = 1): Uint8Array {
    if (!this.#series || !fits(this.#series, frame, magnification))
      this.#series = this.#begin(frame, magnification);
    const { palette } = this.#series;
    const few = palette.size < ENOUGH_COLORS;
    this.#write(few ? dithered(frame, HALF_STEP / Math.cbrt(palette.size)) : frame, this.#series);
    return this.#out.written();
  }

  #begin(frame: RgbFrame, magnification: Magnification): Series {
    const { width, height } = frame;
    const palette = paletteOf(frame.data, this.#abilities.registers - 1);
    const rows = BAND_ROWS / magnification;
    return {
      width,
      height,
      magnification,
      palette,
      quantizer: new SixelQuantizer(palette, { width, height }, rows),
      bands: new BandWriter(this.#out, palette, { width, rows }),
      error: paletteError(palette, frame.data),
      frames: 0,
    };
  }

  #write(frame: RgbFrame, series: Series): void {
    const out = this.#out;
    const { width, height, magnification, quantizer, bands } = series;
    const delta = this.#abilities.delta && series.frames > 0;
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

function fits(series: Series, frame: RgbFrame, magnification: Magnification): boolean {
  const { width, height, frames } = series;
  if (width !== frame.width || height !== frame.height || magnification !== series.magnification)
    return false;
  const error = paletteError(series.palette, frame.data);
  const limit = Math.max(GOOD, series.error) * (frames < FEWEST_FRAMES ? FAR_WORSE : WORSE);
  return error <= limit;
}
