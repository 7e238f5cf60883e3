import { LETTER_INKS, LETTERS } from './letters.ts';
import type { CellLook, PaletteFit } from './palette-cell.ts';
import { MOST_SAMPLES, PaletteSamples, type Preparation } from './palette-samples.ts';
import type { TerminalPalette } from './terminal-palette.ts';
import type { Samples } from './workspace.ts';

const SAMPLES = LETTERS.across * LETTERS.down;
/** How much of each sample is ink, letter by letter. */
const INKS = Float64Array.from(
  LETTER_INKS.flatMap(({ samples }) => samples),
); /** The most that any letter has of each. */
const MOST_INK = Float64Array.from({ length: SAMPLES }, (_, at) =>
  Math.max(...LETTER_INKS.map(({ samples }) => samples[at]!)),
);

/** Looks with letters: of the colours nearest to the samples, two and the letter that serve all pixels best. */
export class PaletteLetter implements PaletteFit {
  mask = 0;
  ink = 0;
  paper = 0;
  readonly #samples: PaletteSamples;
  /** How far each sample is from each of the different colours, and all of them together. */
  readonly #distances = new Float64Array(MOST_SAMPLES * MOST_SAMPLES);
  readonly #sums = new Float64Array(MOST_SAMPLES);
  /** By how much each sample is farther from the one than from the other of two colours. */
  readonly #differences = new Float64Array(MOST_SAMPLES);
  #least = 0;

  constructor(palette: TerminalPalette, preparation: Preparation) {
    this.#samples = new PaletteSamples(palette, LETTERS, preparation);
  }

  take(samples: Samples, row: number, column: number): void {
    this.#samples.take(samples, row, column);
    this.mask = 0;
    this.ink = this.paper = this.#samples.indices[0]!;
    if (this.#samples.different > 1) this.#findLook();
  }

  error({ mask, ink, paper }: CellLook): number {
    let sum = 0;
    for (let at = 0; at < SAMPLES; at++) {
      const part = INKS[mask * SAMPLES + at]!;
      sum += (1 - part) * this.#samples.distance(paper, at);
      if (part > 0) sum += part * this.#samples.distance(ink, at);
    }
    return sum;
  }

  #findLook(): void {
    const { different } = this.#samples;
    this.#least = Infinity;
    for (let at = 0; at < different; at++) {
      this.#measure(at);
      this.#tryLetter(0, at, at, this.#sums[at]!);
    }
    for (let one = 1; one < different; one++)
      for (let other = 0; other < one; other++)
        if (this.#isPromising(one, other)) this.#tryLetters(one, other);
  }

  #measure(at: number): void {
    const index = this.#samples.indices[at]!;
    let sum = 0;
    for (let sample = 0; sample < SAMPLES; sample++) {
      const distance = this.#samples.distance(index, sample);
      this.#distances[at * MOST_SAMPLES + sample] = distance;
      sum += distance;
    }
    this.#sums[at] = sum;
  }

  /** Whether a letter with the most ink where that helps, and none elsewhere, would be better than what is found. */
  #isPromising(one: number, other: number): boolean {
    let [ofOne, ofOther] = [this.#sums[one]!, this.#sums[other]!];
    for (let at = 0; at < SAMPLES; at++) {
      const difference =
        this.#distances[one * MOST_SAMPLES + at]! - this.#distances[other * MOST_SAMPLES + at]!;
      this.#differences[at] = difference;
      if (difference < 0) ofOther += difference * MOST_INK[at]!;
      else ofOne -= difference * MOST_INK[at]!;
    }
    return Math.min(ofOne, ofOther) < this.#least;
  }

  /** Every letter, in either colour. */
  #tryLetters(one: number, other: number): void {
    for (let letter = 1; letter < LETTER_INKS.length; letter++) {
      let inked = 0;
      for (let at = 0; at < SAMPLES; at++) inked += INKS[letter * SAMPLES + at]! * this.#differences[at]!;
      this.#tryLetter(letter, one, other, this.#sums[other]! + inked);
      this.#tryLetter(letter, other, one, this.#sums[one]! - inked);
    }
  }

  #tryLetter(letter: number, ink: number, paper: number, error: number): void {
    if (error >= this.#least) return;
    this.#least = error;
    this.mask = letter;
    this.ink = this.#samples.indices[ink]!;
    this.paper = this.#samples.indices[paper]!;
  }
}
