import type { RgbFrame, Size } from '../base/frame.ts';
import { binOf, type Palette } from './palette.ts';

/** How far a colour may be from the pixel's own, as squared distances summed over the three channels. */
export interface Slack {
  /** Below this, what the screen shows stays. 0: every pixel is drawn. */
  keep: number;
  /** Up to this, the colour of the pixel to the left or above stands for this one, too: so runs are longer. */
  reuse: number;
}

/** Chooses a colour of the palette for each pixel, and remembers which one is shown. */
export class Quantizer {
  readonly #palette: Palette;
  readonly #width: number;
  readonly #rows: number;
  /** The colour of each pixel as drawn last, row by row; 0 where none was drawn. */
  readonly shown: Uint8Array;
  readonly #columns: Uint8Array;

  /** `rows`: how many rows of pixels a band has. */
  constructor(palette: Palette, { width, height }: Size, rows: number) {
    this.#palette = palette;
    this.#width = width;
    this.#rows = rows;
    this.shown = new Uint8Array(width * height);
    this.#columns = new Uint8Array(width * rows);
  }

  /**
   * The colours of the band whose first row is `top`, column after column; 0 where the screen stays as it is. The bytes
   * are valid until the next call.
   */
  band(frame: RgbFrame, top: number, slack: Slack): Uint8Array {
    const rows = Math.min(this.#rows, frame.height - top);
    if (rows < this.#rows) this.#columns.fill(0);
    for (let row = 0; row < rows; row++) this.#quantizeRow(frame.data, top + row, row, slack);
    return this.#columns;
  }

  /** This runs for each pixel, so it is written out. */
  #quantizeRow(rgb: Uint8Array, y: number, row: number, { keep, reuse }: Slack): void {
    const { red, green, blue, lookup } = this.#palette;
    const { shown } = this;
    const columns = this.#columns;
    const width = this.#width;
    const end = (y + 1) * width;
    let put = row;
    let left = 0;
    for (let pixel = y * width, at = pixel * 3; pixel < end; pixel++, at += 3, put += this.#rows) {
      const r = rgb[at]!;
      const g = rgb[at + 1]!;
      const b = rgb[at + 2]!;
      const old = shown[pixel]!;
      const off = distance(r - red[old]!, g - green[old]!, b - blue[old]!);
      if (off < keep) {
        columns[put] = 0;
        left = old;
        continue;
      }
      let index = left;
      if (distance(r - red[index]!, g - green[index]!, b - blue[index]!) > reuse) {
        index = row > 0 ? shown[pixel - width]! : 0;
        if (distance(r - red[index]!, g - green[index]!, b - blue[index]!) > reuse) {
          const bin = binOf(r, g, b);
          index = lookup[bin]! || this.#palette.nearest(bin);
          // The nearest to its bin may be farther from a pixel than what is there; to go to and fro would be no use.
          if (keep > 0 && distance(r - red[index]!, g - green[index]!, b - blue[index]!) >= off) index = old;
        }
      }
      columns[put] = index === old && keep > 0 ? 0 : index;
      shown[pixel] = index;
      left = index;
    }
  }
}

const distance = (red: number, green: number, blue: number): number =>
  red * red + green * green + blue * blue;
