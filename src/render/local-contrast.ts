import type { Samples, Workspace } from './workspace.ts';

/** What lies so many cells around a sample is what it stands out from: half a face is wider. */
const COLUMNS_AROUND = 2;
const ROWS_AROUND = 1;

/**
 * Makes samples stand out from what is around them twice as much as they do: dots can't show how light a face is, but where
 * its eyes are. Of one stream of pictures, so that memory is kept.
 */
export class LocalContrast {
  #light = new Uint8Array(0);
  #enhanced = new Uint8Array(0);
  /** Of each column, the light of the rows around. */
  #columns = new Uint32Array(0);

  /** The light of the samples, as grey; valid until the next call. */
  enhance(workspace: Workspace): Samples {
    const { sampleStride, red } = workspace;
    if (this.#light.length !== red.length) {
      this.#light = new Uint8Array(red.length);
      this.#enhanced = new Uint8Array(red.length);
    }
    if (this.#columns.length !== sampleStride) this.#columns = new Uint32Array(sampleStride);
    this.#columns.fill(0);
    this.#takeLight(workspace);
    this.#walk(workspace);
    const grey = this.#enhanced;
    return { red: grey, green: grey, blue: grey, sampleStride };
  }

  #takeLight({ red, green, blue }: Workspace): void {
    for (let at = 0; at < red.length; at++)
      this.#light[at] = (77 * red[at]! + 150 * green[at]! + 29 * blue[at]!) >> 8;
  }

  #walk({ geometry: { rows, down, columns, across }, sampleStride }: Workspace): void {
    const [width, height] = [columns * across, rows * down];
    const around = ROWS_AROUND * down;
    for (let row = -around; row < height; row++) {
      if (row + around < height) this.#addRow((row + around) * sampleStride, 1);
      if (row > around) this.#addRow((row - around - 1) * sampleStride, -1);
      const counted = Math.min(row + around, height - 1) - Math.max(row - around, 0) + 1;
      if (row >= 0) this.#enhanceRow(row * sampleStride, { width, counted, around: COLUMNS_AROUND * across });
    }
  }

  #addRow(from: number, sign: number): void {
    for (let column = 0; column < this.#columns.length; column++)
      this.#columns[column]! += sign * this.#light[from + column]!;
  }

  /** `counted`: rows in the sums of columns. */
  #enhanceRow(
    from: number,
    { width, counted, around }: { width: number; counted: number; around: number },
  ): void {
    let sum = 0;
    for (let column = -around; column < width; column++) {
      if (column + around < width) sum += this.#columns[column + around]!;
      if (column > around) sum -= this.#columns[column - around - 1]!;
      if (column < 0) continue;
      const across = Math.min(column + around, width - 1) - Math.max(column - around, 0) + 1;
      const light = this.#light[from + column]!;
      this.#enhanced[from + column] = clamp(2 * light - Math.round(sum / (across * counted)));
    }
  }
}

const clamp = (value: number): number => Math.max(0, Math.min(255, value));
