import { BAYER, BAYER_SIDE } from './bayer.ts';
import type { MaskGlyphs } from './mask-glyphs.ts';
import type { TerminalPalette } from './terminal-palette.ts';
import type { Workspace } from './workspace.ts';

const MOST_SAMPLES = 8;

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** A cell in the colours of a palette: which samples are ink, and both colours as indices. */
export interface CellLook {
  mask: number;
  ink: number;
  paper: number;
}

/** What is done to samples before colours are found for them. */
export interface Preparation {
  /** How far ordered noise moves a sample at most, from end to end; 0 is no noise. */
  spread: number;
  /** How much lighter they are made, in levels. */
  lift: number;
  /** How many times as far from the grey of the same light. */
  vividness: number;
}

/**
 * The best look of one cell after another in the colours of a palette: of the colours nearest to its samples, the two are
 * taken that serve all samples best. It is itself the look for the last.
 */
export class PaletteCell implements CellLook {
  mask = 0;
  ink = 0;
  paper = 0;
  readonly #palette: TerminalPalette;
  readonly #glyphs: MaskGlyphs;
  /** The masks that there are, where not all of them exist. */
  readonly #masks: readonly number[] | undefined;
  /** What is added to a sample, by its place; with the lift. */
  readonly #noise: Int16Array;
  readonly #vividness: number;
  readonly #count: number;
  readonly #red = new Int16Array(MOST_SAMPLES);
  readonly #green = new Int16Array(MOST_SAMPLES);
  readonly #blue = new Int16Array(MOST_SAMPLES);
  /** The different colours nearest to the samples, and how far each sample is from each. */
  readonly #indices = new Uint8Array(MOST_SAMPLES);
  readonly #distances = new Int32Array(MOST_SAMPLES * MOST_SAMPLES);
  #different = 0;

  constructor(palette: TerminalPalette, glyphs: MaskGlyphs, { spread, lift, vividness }: Preparation) {
    this.#palette = palette;
    this.#glyphs = glyphs;
    this.#count = glyphs.across * glyphs.down;
    this.#noise = Int16Array.from(BAYER, (level) => Math.round(level * spread + lift));
    this.#vividness = vividness;
    const masks = Array.from(glyphs.glyphs, glyphs.maskOf).filter((mask) => mask >= 0);
    this.#masks = masks.length < glyphs.glyphs.length ? masks : undefined;
  }

  /** Finds the look for the samples of a cell. */
  take(workspace: Workspace, row: number, column: number): void {
    this.#load(workspace, row, column);
    this.#findColors();
    this.mask = 0;
    this.ink = this.paper = this.#indices[0]!;
    if (this.#different > 1) this.#findPair();
  }

  /** The error of any look for those samples; squares of levels, 7 for one level in each channel of one sample. */
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
      this.#set(at, { red: red[sample]!, green: green[sample]!, blue: blue[sample]!, noise });
    }
  }

  #set(
    at: number,
    { red, green, blue, noise }: { red: number; green: number; blue: number; noise: number },
  ): void {
    const light = (77 * red + 150 * green + 29 * blue) >> 8;
    this.#red[at] = clamp(light + this.#vividness * (red - light) + noise);
    this.#green[at] = clamp(light + this.#vividness * (green - light) + noise);
    this.#blue[at] = clamp(light + this.#vividness * (blue - light) + noise);
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
