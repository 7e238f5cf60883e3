import type { RgbFrame } from '../base/frame.ts';
import { type Palette, paletteError, paletteOf } from './palette.ts';

/** A palette that is off by so much more than at first is made anew, but not before so many frames. */
const WORSE = 1.5;
const FEWEST_FRAMES = 30;
/** After a cut it can't wait. */
const FAR_WORSE = 6;
/** Up to this error (the mean squared distance) a palette is good enough for anything. */
const GOOD = 10;

/** Keeps a palette for as long as it fits the pictures: to make one takes as long as to draw a frame. */
export class PaletteKeeper {
  readonly #colors: number;
  #palette: Palette | undefined;
  /** Of the palette, for the frame that it was made for. */
  #error = 0;
  #frames = 0;

  /** `colors`: as `paletteOf`. */
  constructor(colors: number) {
    this.#colors = colors;
  }

  /** The same object as for the frame before, or a new one. */
  paletteFor({ data }: RgbFrame): Palette {
    this.#frames++;
    if (this.#palette && this.#fits(this.#palette, data)) return this.#palette;
    this.#palette = paletteOf(data, this.#colors);
    this.#error = paletteError(this.#palette, data);
    this.#frames = 0;
    return this.#palette;
  }

  #fits(palette: Palette, rgb: Uint8Array): boolean {
    const limit = this.#frames < FEWEST_FRAMES ? FAR_WORSE : WORSE;
    return paletteError(palette, rgb) <= Math.max(GOOD, this.#error) * limit;
  }
}
