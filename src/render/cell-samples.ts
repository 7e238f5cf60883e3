import type { Workspace } from './workspace.ts';

const MOST_SAMPLES = 8;

/** The distances, in eighths, that one step of light (2 red + 4 green + blue), red or blue makes in weighted colours. */
const LIGHT_LENGTH = 3;
const RED_LENGTH = 11;
const BLUE_LENGTH = 8;

/** The samples of one cell after another, row by row, two in a row. */
export class CellSamples {
  readonly count: number;
  readonly red = new Int32Array(MOST_SAMPLES);
  readonly green = new Int32Array(MOST_SAMPLES);
  readonly blue = new Int32Array(MOST_SAMPLES);
  readonly #light = new Int32Array(MOST_SAMPLES);

  constructor(count: number) {
    this.count = count;
  }

  take({ red, green, blue, sampleStride }: Workspace, row: number, column: number): void {
    const first = ((row * this.count) >> 1) * sampleStride + column * 2;
    for (let sample = 0; sample < this.count; sample++) {
      const at = first + (sample >> 1) * sampleStride + (sample & 1);
      this.red[sample] = red[at]!;
      this.green[sample] = green[at]!;
      this.blue[sample] = blue[at]!;
    }
  }

  /** The samples along the axis that tells them apart: light, or one channel where they differ more in that. */
  axis(): Int32Array {
    for (let at = 0; at < this.count; at++)
      this.#light[at] = 2 * this.red[at]! + 4 * this.green[at]! + this.blue[at]!;
    const light = LIGHT_LENGTH * (this.most(this.#light) - this.least(this.#light));
    const red = RED_LENGTH * (this.most(this.red) - this.least(this.red));
    const blue = BLUE_LENGTH * (this.most(this.blue) - this.least(this.blue));
    if (Math.max(red, blue) <= light) return this.#light;
    return red >= blue ? this.red : this.blue;
  }

  least(values: Int32Array): number {
    let least = values[0]!;
    for (let at = 1; at < this.count; at++) if (values[at]! < least) least = values[at]!;
    return least;
  }

  most(values: Int32Array): number {
    let most = values[0]!;
    for (let at = 1; at < this.count; at++) if (values[at]! > most) most = values[at]!;
    return most;
  }
}
