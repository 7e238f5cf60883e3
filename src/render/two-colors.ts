import type { Workspace } from './workspace.ts';

/** Sums of errors stop here. */
const MOST_ERROR = 0xffff;
/** The most that an allowance may be. */
export const MAX_ALLOWANCE = 8191;
/** Colours that lie farther apart are never taken for one; up to here, the product with the sizes of both has 16 bits. */
const MOST_SPREAD = 4095;

/** 1 / n in 14 bits. */
const RECIPROCALS = Int32Array.from({ length: 9 }, (_, count) => count && Math.round(16384 / count));

/** The error of a sample that is off by 1 in each channel. */
export const UNIT_ERROR = 1.75;

/** Squares, weighted as the eye sees the channels: 2 of 4 for red, 4 for green, 1 for blue, about BT.601's luma. */
const errorOf = (red: number, green: number, blue: number): number =>
  ((red * red) >> 1) + green * green + ((blue * blue) >> 2);

const distance = (one: number, other: number): number =>
  Math.min(
    MOST_ERROR,
    errorOf(redOf(one) - redOf(other), greenOf(one) - greenOf(other), blueOf(one) - blueOf(other)),
  );

const redOf = (color: number): number => color >> 16;
const greenOf = (color: number): number => (color >> 8) & 0xff;
const blueOf = (color: number): number => color & 0xff;

/** The distances, in eighths, that one step of light (2 red + 4 green + blue), red or blue makes in weighted colours. */
const LIGHT_LENGTH = 3;
const RED_LENGTH = 11;
const BLUE_LENGTH = 8;

/** Which masks a cell can have: any, or only those of half blocks, of 2 x 2 samples. */
export type Shapes = 'any' | 'halves';

const UPPER = 0b0011;
const LEFT = 0b0101;

/**
 * Finds the two colours and the shape that stand best for the samples of each cell (`mask`, `ink`, `paper`), and whether
 * what it shows may stay (`kept`). This is the plain way; assembly/two-colors.ts does the same to eight cells at once, bit
 * for bit, so no number here needs more than 16 bits but for those of `#isInk`.
 */
export function fitTwoColors(workspace: Workspace, shapes: Shapes): void {
  const { columns, rows, down } = workspace.geometry;
  const cell = new Cell(down * 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      cell.take(workspace, row, column);
      cell.divide(shapes);
      cell.judge(workspace, row * workspace.cellStride + column);
    }
  }
}

class Cell {
  readonly #count: number;
  readonly #all: number;
  readonly #red = new Int32Array(8);
  readonly #green = new Int32Array(8);
  readonly #blue = new Int32Array(8);
  readonly #light = new Int32Array(8);
  #mask = 0;
  #ink = 0;
  #paper = 0;

  constructor(count: number) {
    this.#count = count;
    this.#all = (1 << count) - 1;
  }

  take({ red, green, blue, sampleStride }: Workspace, row: number, column: number): void {
    const first = ((row * this.#count) >> 1) * sampleStride + column * 2;
    for (let sample = 0; sample < this.#count; sample++) {
      const at = first + (sample >> 1) * sampleStride + (sample & 1);
      this.#red[sample] = red[at]!;
      this.#green[sample] = green[at]!;
      this.#blue[sample] = blue[at]!;
    }
  }

  /** One step of k-means betters a split in the middle of the longest axis to within 3 % of the best error there is. */
  divide(shapes: Shapes): void {
    if (shapes === 'halves') return this.#divideInHalves();
    this.#average(this.#middleSplit());
    let mask = 0;
    for (let sample = 0; sample < this.#count; sample++) if (this.#isInk(sample)) mask |= 1 << sample;
    this.#average(mask);
  }

  judge(workspace: Workspace, at: number): void {
    const { shownMask, shownInk, shownPaper, allowance } = workspace;
    const allowed = allowance[at]!;
    const best = this.#error(this.#mask, this.#ink, this.#paper);
    const shown = this.#error(shownMask[at]!, shownInk[at]!, shownPaper[at]!);
    workspace.kept[at] = allowed > 0 && shown < MOST_ERROR && shown <= best + allowed ? 1 : 0;
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

  /** The axis is that of light, or of one channel where the samples differ more in that. */
  #middleSplit(): number {
    for (let at = 0; at < this.#count; at++)
      this.#light[at] = 2 * this.#red[at]! + 4 * this.#green[at]! + this.#blue[at]!;
    const light = LIGHT_LENGTH * this.#range(this.#light);
    const red = RED_LENGTH * this.#range(this.#red);
    const blue = BLUE_LENGTH * this.#range(this.#blue);
    if (Math.max(red, blue) <= light) return this.#above(this.#light);
    return this.#above(red >= blue ? this.#red : this.#blue);
  }

  #range(values: Int32Array): number {
    let least = values[0]!;
    let most = least;
    for (let at = 1; at < this.#count; at++) {
      const value = values[at]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return most - least;
  }

  /** The samples above the middle of the range. */
  #above(values: Int32Array): number {
    let least = values[0]!;
    let most = least;
    for (let at = 1; at < this.#count; at++) {
      const value = values[at]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    let mask = 0;
    for (let at = 0; at < this.#count; at++) if (2 * values[at]! > least + most) mask |= 1 << at;
    return mask;
  }

  /** Whether a sample is nearer to the ink than to the paper. */
  #isInk(at: number): boolean {
    const ink = this.#ink;
    const paper = this.#paper;
    const red = (redOf(ink) - redOf(paper)) * (2 * this.#red[at]! - redOf(ink) - redOf(paper));
    const green = (greenOf(ink) - greenOf(paper)) * (2 * this.#green[at]! - greenOf(ink) - greenOf(paper));
    const blue = (blueOf(ink) - blueOf(paper)) * (2 * this.#blue[at]! - blueOf(ink) - blueOf(paper));
    return 2 * red + 4 * green + blue > 0;
  }

  #mean(members: number): number {
    let red = 0;
    let green = 0;
    let blue = 0;
    let count = 0;
    for (let at = 0; at < this.#count; at++) {
      if (!((members >> at) & 1)) continue;
      red += this.#red[at]!;
      green += this.#green[at]!;
      blue += this.#blue[at]!;
      count++;
    }
    return (quotient(red, count) << 16) | (quotient(green, count) << 8) | quotient(blue, count);
  }

  #error(mask: number, ink: number, paper: number): number {
    let sum = 0;
    for (let at = 0; at < this.#count; at++) {
      const color = (mask >> at) & 1 ? ink : paper;
      const red = this.#red[at]! - redOf(color);
      const green = this.#green[at]! - greenOf(color);
      sum += errorOf(red, green, this.#blue[at]! - blueOf(color));
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
