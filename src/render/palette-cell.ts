import type { MaskGlyphs } from './mask-glyphs.ts';
import { MOST_SAMPLES, PaletteSamples, type Preparation } from './palette-samples.ts';
import type { TerminalPalette } from './terminal-palette.ts';
import type { Samples } from './workspace.ts';

/** A cell in the colours of a palette: which samples are ink, and both colours as indices. */
export interface CellLook {
  mask: number;
  ink: number;
  paper: number;
}

/** The best look of one cell after another in the colours of a palette; it is itself the look for the last. */
export interface PaletteFit extends CellLook {
  /** Finds the look for the samples of a cell. */
  take(samples: Samples, row: number, column: number): void;
  /** The error of any look for those samples; squares of levels, 7 for one level in each channel of one sample. */
  error(look: CellLook): number;
}

/** Looks with masks: of the colours nearest to the samples, the two are taken that serve all samples best. */
export class PaletteCell implements PaletteFit {
  mask = 0;
  ink = 0;
  paper = 0;
  /** The masks that there are, where not all of them exist. */
  readonly #masks: readonly number[] | undefined;
  readonly #samples: PaletteSamples;
  /** How far each sample is from each of the different colours. */
  readonly #distances = new Int32Array(MOST_SAMPLES * MOST_SAMPLES);

  constructor(palette: TerminalPalette, glyphs: MaskGlyphs, preparation: Preparation) {
    this.#samples = new PaletteSamples(palette, glyphs, preparation);
    const masks = Array.from(glyphs.glyphs, glyphs.maskOf).filter((mask) => mask >= 0);
    this.#masks = masks.length < glyphs.glyphs.length ? masks : undefined;
  }

  take(samples: Samples, row: number, column: number): void {
    this.#samples.take(samples, row, column);
    this.mask = 0;
    this.ink = this.paper = this.#samples.indices[0]!;
    if (this.#samples.different > 1) this.#findPair();
  }

  error({ mask, ink, paper }: CellLook): number {
    let sum = 0;
    for (let at = 0; at < this.#samples.count; at++)
      sum += this.#samples.distance((mask >> at) & 1 ? ink : paper, at);
    return sum;
  }

  /** The two of the different colours that are best for all samples together. */
  #findPair(): void {
    const { different, indices } = this.#samples;
    this.#measure();
    let least = Infinity;
    for (let one = 0; one < different; one++) {
      for (let other = one + 1; other < different; other++) {
        const mask = this.#maskFor(one, other);
        const error = this.#sum(mask, one, other);
        if (error >= least) continue;
        least = error;
        this.mask = mask;
        this.ink = indices[one]!;
        this.paper = indices[other]!;
      }
    }
  }

  #measure(): void {
    const { different, indices, count } = this.#samples;
    for (let at = 0; at < different; at++) {
      for (let sample = 0; sample < count; sample++)
        this.#distances[at * MOST_SAMPLES + sample] = this.#samples.distance(indices[at]!, sample);
    }
  }

  /** The samples that are nearer to the ink, as well as a mask that there is can tell. */
  #maskFor(ink: number, paper: number): number {
    if (!this.#masks) {
      let mask = 0;
      for (let at = 0; at < this.#samples.count; at++) {
        const isInk = this.#distances[ink * MOST_SAMPLES + at]! < this.#distances[paper * MOST_SAMPLES + at]!;
        if (isInk) mask |= 1 << at;
      }
      return mask;
    }
    let [found, least] = [0, Infinity];
    for (const mask of this.#masks) {
      const error = this.#sum(mask, ink, paper);
      if (error < least) [found, least] = [mask, error];
    }
    return found;
  }

  #sum(mask: number, ink: number, paper: number): number {
    let sum = 0;
    for (let at = 0; at < this.#samples.count; at++)
      sum += this.#distances[((mask >> at) & 1 ? ink : paper) * MOST_SAMPLES + at]!;
    return sum;
  }
}
