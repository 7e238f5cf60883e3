import { BAYER, BAYER_SIDE } from './bayer.ts';
import type { TerminalPalette } from './terminal-palette.ts';
import type { Samples } from './workspace.ts';

export const MOST_SAMPLES = 8;

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** What is done to samples before colours are found for them. */
export interface Preparation {
  /** How far ordered noise moves a sample at most, from end to end; 0 is no noise. */
  spread: number;
  /** How much lighter they are made, in levels. */
  lift: number;
  /** How many times as far from the grey of the same light. */
  vividness: number;
}

/** The samples of one cell after another, prepared for a palette, and the different colours of it nearest to them. */
export class PaletteSamples {
  readonly count: number;
  readonly red = new Int16Array(MOST_SAMPLES);
  readonly green = new Int16Array(MOST_SAMPLES);
  readonly blue = new Int16Array(MOST_SAMPLES);
  /** Indices of the palette, of which `different` count. */
  readonly indices = new Uint8Array(MOST_SAMPLES);
  different = 0;
  readonly #palette: TerminalPalette;
  readonly #cell: { across: number; down: number };
  /** What is added to a sample, by its place; with the lift. */
  readonly #noise: Int16Array;
  readonly #vividness: number;

  constructor(
    palette: TerminalPalette,
    cell: { across: number; down: number },
    { spread, lift, vividness }: Preparation,
  ) {
    this.#palette = palette;
    this.#cell = cell;
    this.count = cell.across * cell.down;
    this.#noise = Int16Array.from(BAYER, (level) => Math.round(level * spread + lift));
    this.#vividness = vividness;
  }

  take(samples: Samples, row: number, column: number): void {
    this.#load(samples, row, column);
    this.#findColors();
  }

  /** How far a sample is from the colour of an index. */
  distance(index: number, at: number): number {
    return this.#palette.distance(index, this.red[at]!, this.green[at]!, this.blue[at]!);
  }

  #load({ red, green, blue, sampleStride }: Samples, row: number, column: number): void {
    const { across, down } = this.#cell;
    for (let at = 0; at < this.count; at++) {
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
    this.red[at] = clamp(light + this.#vividness * (red - light) + noise);
    this.green[at] = clamp(light + this.#vividness * (green - light) + noise);
    this.blue[at] = clamp(light + this.#vividness * (blue - light) + noise);
  }

  /** Where there is one pair only, ink and paper have their parts; else they are what the samples are nearest to. */
  #findColors(): void {
    this.different = 0;
    if (this.#palette.isPair) {
      this.#add(1);
      this.#add(0);
    } else for (let at = 0; at < this.count; at++) this.#addNearest(at);
  }

  #addNearest(at: number): void {
    const index = this.#palette.nearest(this.red[at]!, this.green[at]!, this.blue[at]!);
    for (let known = 0; known < this.different; known++) if (this.indices[known] === index) return;
    this.#add(index);
  }

  #add(index: number): void {
    this.indices[this.different++] = index;
  }
}
