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
  product,
  redOf,
} from './color-error.ts';
import {
  LETTER_COVERAGE,
  LETTER_GAIN,
  LETTER_MEAN,
  LETTER_NUMBERS,
  LETTER_TABLE,
  LETTER_VARIANCE,
  LETTERS,
} from './letters.ts';
import type { Workspace } from './workspace.ts';

const SAMPLES = 8;
const LAST_LETTER = LETTERS.glyphs.length - 1;

/**
 * As `fitTwoColors`, with letters in the place of masks: the two colours and the letter with the least squared error of
 * pixels, if all pixels of a sample are alike. assembly/letter-fit.ts does the same to eight cells at once, bit for bit.
 */
export function fitLetters(workspace: Workspace): void {
  const { columns, rows } = workspace.geometry;
  const cell = new LetterCell();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      cell.take(workspace, row, column);
      cell.judge(workspace, row * workspace.cellStride + column);
    }
  }
}

class LetterCell {
  readonly #samples = new CellSamples(SAMPLES);
  #ink = 0;
  #paper = 0;

  take(workspace: Workspace, row: number, column: number): void {
    this.#samples.take(workspace, row, column);
  }

  judge(workspace: Workspace, at: number): void {
    const { shownMask, shownInk, shownPaper, allowance } = workspace;
    const allowed = allowance[at]!;
    const letter = this.#bestLetter();
    this.#color(letter);
    const best = this.#error(letter, this.#ink, this.#paper);
    const shown = this.#error(Math.min(shownMask[at]!, LAST_LETTER), shownInk[at]!, shownPaper[at]!);
    workspace.kept[at] = isKept(shown, best, allowed) ? 1 : 0;
    const isFlat = this.#isFlat(letter, allowed);
    if (isFlat) this.#color(0);
    workspace.mask[at] = isFlat ? 0 : letter;
    workspace.ink[at] = this.#ink;
    workspace.paper[at] = this.#paper;
  }

  /** The letter that explains most of what the samples differ by, as it is or with its colours swapped. */
  #bestLetter(): number {
    const values = this.#samples.axis();
    const middle = this.#samples.least(values) + this.#samples.most(values);
    let [found, most] = [0, 0];
    for (let letter = 1; letter <= LAST_LETTER; letter++) {
      let sum = 0;
      for (let at = 0; at < SAMPLES; at++)
        sum += product((2 * values[at]! - middle) << 4, LETTER_TABLE[letter * LETTER_NUMBERS + at]!);
      if (Math.abs(sum) > most) [found, most] = [letter, Math.abs(sum)];
    }
    return found;
  }

  /** The colours that fit a letter best, by least squares; one colour, the mean, for the blank. */
  #color(letter: number): void {
    const red = this.#levels(letter, this.#samples.red);
    const green = this.#levels(letter, this.#samples.green);
    const blue = this.#levels(letter, this.#samples.blue);
    this.#ink = ((red >> 8) << 16) | (green & 0xff00) | (blue >> 8);
    this.#paper = ((red & 0xff) << 16) | ((green & 0xff) << 8) | (blue & 0xff);
  }

  /** The levels of ink and paper in one channel, 8 bits each. */
  #levels(letter: number, values: Int32Array): number {
    const numbers = letter * LETTER_NUMBERS;
    let sum = 0;
    for (let at = 0; at < SAMPLES; at++) sum += values[at]!;
    let inked = 0;
    for (let at = 0; at < SAMPLES; at++)
      inked += product((values[at]! * 8 - sum) << 3, LETTER_TABLE[numbers + LETTER_COVERAGE + at]!);
    // In fourths of a level.
    const contrast = product(inked, LETTER_TABLE[numbers + LETTER_GAIN]!);
    const paper = (sum >> 1) - product(contrast, LETTER_TABLE[numbers + LETTER_MEAN]!);
    return (toLevel(paper + contrast) << 8) | toLevel(paper);
  }

  #error(letter: number, ink: number, paper: number): number {
    const { red, green, blue } = this.#samples;
    let sum = 0;
    for (let at = 0; at < SAMPLES; at++) {
      const part = LETTER_TABLE[letter * LETTER_NUMBERS + LETTER_COVERAGE + at]!;
      sum += errorOf(
        red[at]! - blend(redOf(ink), redOf(paper), part),
        green[at]! - blend(greenOf(ink), greenOf(paper), part),
        blue[at]! - blend(blueOf(ink), blueOf(paper), part),
      );
    }
    return Math.min(sum, MOST_ERROR);
  }

  /** Whether one colour would do: the error that it adds is that of all pixels around their mean. */
  #isFlat(letter: number, allowed: number): boolean {
    const spread = distance(this.#ink, this.#paper);
    if (spread > MOST_SPREAD) return false;
    return product(spread << 3, LETTER_TABLE[letter * LETTER_NUMBERS + LETTER_VARIANCE]!) <= allowed << 2;
  }
}

const toLevel = (fourths: number): number => Math.max(0, Math.min(255, (fourths + 2) >> 2));
