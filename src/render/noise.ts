import type { Workspace } from './workspace.ts';

/** One of so many cells is looked at; a prime, so that they lie in different columns. */
const STEP = 7;
/** Of the cells, this part is taken to stand still, whatever moves. */
const STILL = 0.25;

/**
 * The value that a quarter of the sums of so many squares stays below, as a part of their mean (Wilson and Hilferty 1931;
 * normal variables of mean 0).
 */
const quartileOf = (squares: number): number =>
  (1 - 2 / (9 * squares) - 0.6745 * Math.sqrt(2 / (9 * squares))) ** 3;

/** More than camera noise has (4 levels, squared): then the whole picture moves. */
const MOST_VARIANCE = 16;
/** How much each frame renews the estimate; soon enough for a picture that stands still to become exact in time. */
const RENEWAL = 0.5;

/** How noisy a stream of pictures is, told by how its samples differ from frame to frame where nothing moves. */
export class NoiseMeter {
  /** The green samples of the last frame, of the cells that are looked at. */
  #last = new Uint8Array(0);
  #variance = 0;

  /** Takes in the samples of a frame. Returns the variance of one that is due to noise, in levels of a channel squared. */
  measure(workspace: Workspace): number {
    const { columns, rows, across, down } = workspace.geometry;
    const cells = Math.ceil((columns * rows) / STEP);
    const samples = across * down;
    const known = this.#last.length === cells * samples;
    if (!known) this.#last = new Uint8Array(cells * samples);
    const squares = this.#differences(workspace, cells);
    if (!known) return this.#variance;
    const mean = squares.toSorted()[Math.floor(cells * STILL)]! / quartileOf(samples) / samples;
    // The difference of two samples has the noise of both.
    const variance = Math.min(mean / 2, MOST_VARIANCE);
    this.#variance += RENEWAL * (variance - this.#variance);
    return this.#variance;
  }

  /** How far each cell is from what it was, as the sum of squares of its samples. */
  #differences({ geometry, sampleStride, green }: Workspace, cells: number): Uint32Array {
    const { columns, across, down } = geometry;
    const squares = new Uint32Array(cells);
    let known = 0;
    for (let index = 0; index < cells; index++) {
      const cell = index * STEP;
      const row = Math.floor(cell / columns);
      const first = row * down * sampleStride + (cell - row * columns) * across;
      for (let line = first; line < first + down * sampleStride; line += sampleStride) {
        for (let at = line; at < line + across; at++, known++) {
          squares[index]! += (green[at]! - this.#last[known]!) ** 2;
          this.#last[known] = green[at]!;
        }
      }
    }
    return squares;
  }
}
