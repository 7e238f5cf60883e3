import { CellSamples } from './cell-samples.ts';
import {
  blend,
  blueOf,
  distance,
  errorOf,
  greenOf,
  isKept,
  MOST_ERROR,
  MOST_SPREAD,
  redOf,
} from './color-error.ts';
import type { Workspace } from './workspace.ts';

/**
 * Of a sample that is a dot, this part counts for the paper. Three fourths of it are seen as paper, and to count these makes
 * the picture right from afar; to count none makes edges sharpest. So painted exactly, neither is worse than libchafa's.
 */
const GAPS = 0.4;
/** By the number of dots, what part of their colour the paper has, of 32768. */
const GAP_PARTS = Int32Array.from({ length: 5 }, (_, dots) =>
  Math.round((32768 * GAPS * dots) / (8 - dots + GAPS * dots)),
);
const MOST_DOTS = 4;

/** 1 / n in 14 bits. */
const RECIPROCALS = Int32Array.from({ length: 9 }, (_, count) => count && Math.round(16384 / count));

/**
 * Which masks a cell can have: any, or only those of half blocks, of 2 x 2 samples, or those of dots, of 2 x 4. Dots leave
 * much of a cell to the paper, so that is to be the colour of most samples, and to have some of the others'.
 */
export type Masks = 'any' | 'halves' | 'dots';

const UPPER = 0b0011;
const LEFT = 0b0101;

/**
 * Finds the two colours and the shape that stand best for the samples of each cell (`mask`, `ink`, `paper`), and whether
 * what it shows may stay (`kept`). This is the plain way; assembly/two-colors.ts does the same to eight cells at once, bit
 * for bit, so no number here needs more than 16 bits but for those of `#isInk`.
 */
export function fitTwoColors(workspace: Workspace, masks: Masks): void {
  const { columns, rows, down } = workspace.geometry;
  const cell = new Cell(down * 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      cell.take(workspace, row, column);
      cell.divide(masks);
      cell.judge(workspace, row * workspace.cellStride + column);
    }
  }
}

class Cell {
  readonly #samples: CellSamples;
  readonly #count: number;
  readonly #all: number;
  #mask = 0;
  #ink = 0;
  #paper = 0;

  constructor(count: number) {
    this.#samples = new CellSamples(count);
    this.#count = count;
    this.#all = (1 << count) - 1;
  }

  take(workspace: Workspace, row: number, column: number): void {
    this.#samples.take(workspace, row, column);
  }

  /** One step of k-means betters a split in the middle of the longest axis to within 3 % of the best error there is. */
  divide(masks: Masks): void {
    if (masks === 'halves') return this.#divideInHalves();
    this.#average(this.#middleSplit());
    let mask = 0;
    for (let sample = 0; sample < this.#count; sample++) if (this.#isInk(sample)) mask |= 1 << sample;
    this.#average(mask);
    if (masks === 'dots') this.#leaveGaps();
  }

  judge(workspace: Workspace, at: number): void {
    const { shownMask, shownInk, shownPaper, allowance } = workspace;
    const allowed = allowance[at]!;
    const best = this.#error(this.#mask, this.#ink, this.#paper);
    const shown = this.#error(shownMask[at]!, shownInk[at]!, shownPaper[at]!);
    workspace.kept[at] = isKept(shown, best, allowed) ? 1 : 0;
    if (this.#isFlat(allowed)) {
      this.#mask = 0;
      this.#ink = this.#paper = this.#mean(this.#all);
    }
    workspace.mask[at] = this.#mask;
    workspace.ink[at] = this.#ink;
    workspace.paper[at] = this.#paper;
  }

  #divideInHalves(): void {
    const across = distance(this.#mean(UPPER), this.#mean(this.#all ^ UPPER));
    const down = distance(this.#mean(LEFT), this.#mean(this.#all ^ LEFT));
    this.#average(down > across ? LEFT : UPPER);
  }

  #average(mask: number): void {
    this.#mask = mask;
    this.#ink = this.#mean(mask);
    this.#paper = this.#mean(this.#all ^ mask);
  }

  /** Makes ink of the colour of fewer samples, and mixes some of it into the paper. */
  #leaveGaps(): void {
    let dots = bitCount(this.#mask);
    if (dots > MOST_DOTS) {
      this.#mask ^= this.#all;
      [this.#ink, this.#paper] = [this.#paper, this.#ink];
      dots = this.#count - dots;
    }
    const [ink, paper, part] = [this.#ink, this.#paper, GAP_PARTS[dots]!];
    const red = blend(redOf(ink), redOf(paper), part);
    const green = blend(greenOf(ink), greenOf(paper), part);
    this.#paper = (red << 16) | (green << 8) | blend(blueOf(ink), blueOf(paper), part);
  }

  /** The samples above the middle of their axis. */
  #middleSplit(): number {
    const axis = this.#samples.axis();
    const middle = this.#samples.least(axis) + this.#samples.most(axis);
    let mask = 0;
    for (let at = 0; at < this.#count; at++) if (2 * axis[at]! > middle) mask |= 1 << at;
    return mask;
  }

  /** Whether a sample is nearer to the ink than to the paper. */
  #isInk(at: number): boolean {
    const ink = this.#ink;
    const paper = this.#paper;
    const { red: reds, green: greens, blue: blues } = this.#samples;
    const red = (redOf(ink) - redOf(paper)) * (2 * reds[at]! - redOf(ink) - redOf(paper));
    const green = (greenOf(ink) - greenOf(paper)) * (2 * greens[at]! - greenOf(ink) - greenOf(paper));
    const blue = (blueOf(ink) - blueOf(paper)) * (2 * blues[at]! - blueOf(ink) - blueOf(paper));
    return 2 * red + 4 * green + blue > 0;
  }

  #mean(members: number): number {
    let red = 0;
    let green = 0;
    let blue = 0;
    let count = 0;
    for (let at = 0; at < this.#count; at++) {
      if (!((members >> at) & 1)) continue;
      red += this.#samples.red[at]!;
      green += this.#samples.green[at]!;
      blue += this.#samples.blue[at]!;
      count++;
    }
    return (quotient(red, count) << 16) | (quotient(green, count) << 8) | quotient(blue, count);
  }

  #error(mask: number, ink: number, paper: number): number {
    let sum = 0;
    for (let at = 0; at < this.#count; at++) {
      const color = (mask >> at) & 1 ? ink : paper;
      const red = this.#samples.red[at]! - redOf(color);
      const green = this.#samples.green[at]! - greenOf(color);
      sum += errorOf(red, green, this.#samples.blue[at]! - blueOf(color));
    }
    return Math.min(sum, MOST_ERROR);
  }

  /** Whether one colour would do: the error that it adds is that of the two clusters around their common mean. */
  #isFlat(allowed: number): boolean {
    const inked = bitCount(this.#mask);
    const sizes = inked * (this.#count - inked);
    const spread = distance(this.#ink, this.#paper);
    return sizes === 0 || (spread <= MOST_SPREAD && spread * sizes <= allowed * this.#count);
  }
}

/** The mean as a processor without division finds it: `sum` is at most 8 x 255. */
const quotient = (sum: number, count: number): number =>
  ((((sum << 4) * RECIPROCALS[count]! + 0x4000) >> 15) + 4) >> 3;

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest; rest &= rest - 1) count++;
  return count;
}
