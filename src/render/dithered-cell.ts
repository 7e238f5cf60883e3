import { BAYER, BAYER_SIDE } from './bayer.ts';
import type { CellLook, LookFinder } from './look-finder.ts';
import type { MaskGlyphs } from './mask-glyphs.ts';
import type { TerminalPalette } from './terminal-palette.ts';
import type { Workspace } from './workspace.ts';

const MOST_SAMPLES = 8;

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/**
 * The best look of one cell after another in the colours of a palette. Its samples get ordered noise by their place in the
 * picture; of the colours nearest to them, the two are taken that serve all samples best.
 */
export class DitheredCell implements LookFinder {
  mask = 0;
  ink = 0;
  paper = 0;
  readonly #palette: TerminalPalette;
  readonly #glyphs: MaskGlyphs;
  /** The masks that there are, where not all of them exist. */
  readonly #masks: readonly number[] | undefined;
  readonly #noise: Int16Array;
  readonly #count: number;
  readonly #red = new Int16Array(MOST_SAMPLES);
  readonly #green = new Int16Array(MOST_SAMPLES);
  readonly #blue = new Int16Array(MOST_SAMPLES);
  /** The different colours nearest to the samples, and how far each sample is from each. */
  readonly #indices = new Uint8Array(MOST_SAMPLES);
  readonly #distances = new Int32Array(MOST_SAMPLES * MOST_SAMPLES);
  #different = 0;

  /** `spread`: how far the noise moves a sample at most, from end to end. */
  constructor(palette: TerminalPalette, { glyphs, spread }: { glyphs: MaskGlyphs; spread: number }) {
    this.#palette = palette;
    this.#glyphs = glyphs;
    this.#count = glyphs.across * glyphs.down;
    this.#noise = Int16Array.from(BAYER, (level) => Math.round(level * spread));
    const masks = Array.from(glyphs.glyphs, glyphs.maskOf).filter((mask) => mask >= 0);
    this.#masks = masks.length < glyphs.glyphs.length ? masks : undefined;
  }

  take(workspace: Workspace, row: number, column: number): void {
    this.#load(workspace, row, column);
    this.#findColors();
    this.mask = 0;
    this.ink = this.paper = this.#indices[0]!;
    if (this.#different > 1) this.#findPair();
  }

  error({ mask, ink, paper }: CellLook): number {
    let sum = 0;
    for (let at = 0; at < this.#count; at++) sum += this.#distance((mask >> at) & 1 ? ink : paper, at);
    return sum;
  }

  #load({ red, green, blue, sampleStride }: Workspace, row: number, column: number): void {
    const { across, down } = this.#glyphs;
    for (let at = 0; at < this.#count; at++) {
      const x = column * across + (at % across);
      const y = row * down + Math.floor(at / across);
      const noise = this.#noise[(y % BAYER_SIDE) * BAYER_SIDE + (x % BAYER_SIDE)]!;
      const sample = y * sampleStride + x;
      this.#red[at] = clamp(red[sample]! + noise);
      this.#green[at] = clamp(green[sample]! + noise);
      this.#blue[at] = clamp(blue[sample]! + noise);
    }
  }

  /** Where there is one pair only, ink and paper have their parts; else they are what the samples are nearest to. */
  #findColors(): void {
    this.#different = 0;
    if (this.#palette.isPair) {
      this.#add(1);
      this.#add(0);
    } else for (let at = 0; at < this.#count; at++) this.#addNearest(at);
  }

  #addNearest(at: number): void {
    const index = this.#palette.nearest(this.#red[at]!, this.#green[at]!, this.#blue[at]!);
    for (let known = 0; known < this.#different; known++) if (this.#indices[known] === index) return;
    this.#add(index);
  }

  #add(index: number): void {
    const at = this.#different++;
    this.#indices[at] = index;
    for (let sample = 0; sample < this.#count; sample++)
      this.#distances[at * MOST_SAMPLES + sample] = this.#distance(index, sample);
  }

  /** The two of the different colours that are best for all samples together. */
  #findPair(): void {
    let least = Infinity;
    for (let one = 0; one < this.#different; one++) {
      for (let other = one + 1; other < this.#different; other++) {
        const mask = this.#maskFor(one, other);
        const error = this.#sum(mask, one, other);
        if (error >= least) continue;
        least = error;
        this.mask = mask;
        this.ink = this.#indices[one]!;
        this.paper = this.#indices[other]!;
      }
    }
  }

  #distance(index: number, at: number): number {
    return this.#palette.distance(index, this.#red[at]!, this.#green[at]!, this.#blue[at]!);
  }

  /** The samples that are nearer to the ink, as well as a mask that there is can tell. */
  #maskFor(ink: number, paper: number): number {
    if (!this.#masks) {
      let mask = 0;
      for (let at = 0; at < this.#count; at++) {
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
    for (let at = 0; at < this.#count; at++)
      sum += this.#distances[((mask >> at) & 1 ? ink : paper) * MOST_SAMPLES + at]!;
    return sum;
  }
}
