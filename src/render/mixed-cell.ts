import { BAYER, BAYER_SIDE } from './bayer.ts';
import type { CellLook, LookFinder } from './look-finder.ts';
import type { MaskGlyphs } from './mask-glyphs.ts';
import type { TerminalPalette } from './terminal-palette.ts';
import type { Workspace } from './workspace.ts';

const MOST_SAMPLES = 8;
/** What the error of single samples counts beside that of their mean, which is what is seen from afar. */
const SAMPLE_WEIGHT = 0.2;

/**
 * The look of one cell after another where colours are few and far apart: the nearest to all samples would be one grey. Two
 * colours are taken whose mixture is like the mean of the cell, or the two that its lightest and darkest samples are
 * nearest to, and ordered noise decides which sample has which.
 */
export class MixedCell implements LookFinder {
  mask = 0;
  ink = 0;
  paper = 0;
  readonly #palette: TerminalPalette;
  readonly #glyphs: MaskGlyphs;
  /** The masks that there are. */
  readonly #masks: readonly number[];
  readonly #count: number;
  readonly #red = new Uint8Array(MOST_SAMPLES);
  readonly #green = new Uint8Array(MOST_SAMPLES);
  readonly #blue = new Uint8Array(MOST_SAMPLES);
  readonly #noise = new Float32Array(MOST_SAMPLES);

  constructor(palette: TerminalPalette, glyphs: MaskGlyphs) {
    this.#palette = palette;
    this.#glyphs = glyphs;
    this.#count = glyphs.across * glyphs.down;
    this.#masks = Array.from(glyphs.glyphs, glyphs.maskOf).filter((mask) => mask >= 0);
  }

  take(workspace: Workspace, row: number, column: number): void {
    this.#load(workspace, row, column);
    const { red, green, blue } = this.#mean();
    const mixture = this.#palette.mixtureOf(red, green, blue);
    const [dark, light] = this.#extremes();
    const looks = [this.#lookIn(mixture[0], mixture[1]), this.#lookIn(light, dark)] as const;
    const { mask, ink, paper } = this.error(looks[1]) < this.error(looks[0]) ? looks[1] : looks[0];
    this.mask = mask;
    this.ink = ink;
    this.paper = paper;
  }

  error({ mask, ink, paper }: CellLook): number {
    const { red, green, blue } = this.#mean();
    let samples = 0;
    let inked = 0;
    for (let at = 0; at < this.#count; at++) {
      const isInk = (mask >> at) & 1;
      inked += isInk;
      const index = isInk ? ink : paper;
      samples += this.#palette.distance(index, this.#red[at]!, this.#green[at]!, this.#blue[at]!);
    }
    const share = inked / this.#count;
    return (
      SAMPLE_WEIGHT * samples +
      this.#count * this.#palette.distanceOfMixture({ ink, paper, share }, { red, green, blue })
    );
  }

  #load({ red, green, blue, sampleStride }: Workspace, row: number, column: number): void {
    const { across, down } = this.#glyphs;
    for (let at = 0; at < this.#count; at++) {
      const x = column * across + (at % across);
      const y = row * down + Math.floor(at / across);
      const sample = y * sampleStride + x;
      this.#red[at] = red[sample]!;
      this.#green[at] = green[sample]!;
      this.#blue[at] = blue[sample]!;
      this.#noise[at] = BAYER[(y % BAYER_SIDE) * BAYER_SIDE + (x % BAYER_SIDE)]!;
    }
  }

  #mean(): { red: number; green: number; blue: number } {
    let [red, green, blue] = [0, 0, 0];
    for (let at = 0; at < this.#count; at++) {
      red += this.#red[at]!;
      green += this.#green[at]!;
      blue += this.#blue[at]!;
    }
    return { red: red / this.#count, green: green / this.#count, blue: blue / this.#count };
  }

  /** The colours nearest to the darkest and to the lightest sample. */
  #extremes(): [number, number] {
    let [dark, light] = [0, 0];
    for (let at = 1; at < this.#count; at++) {
      if (this.#light(at) < this.#light(dark)) dark = at;
      if (this.#light(at) > this.#light(light)) light = at;
    }
    return [this.#nearest(dark), this.#nearest(light)];
  }

  #light(at: number): number {
    return 2 * this.#red[at]! + 4 * this.#green[at]! + this.#blue[at]!;
  }

  #nearest(at: number): number {
    return this.#palette.nearest(this.#red[at]!, this.#green[at]!, this.#blue[at]!);
  }

  /** Each sample has the ink that lies so far on the way from paper to ink that the noise is overcome. */
  #lookIn(ink: number, paper: number): CellLook {
    let mask = 0;
    for (let at = 0; at < this.#count; at++) {
      const { red, green, blue } = { red: this.#red[at]!, green: this.#green[at]!, blue: this.#blue[at]! };
      const share = this.#palette.shareOf({ ink, paper }, { red, green, blue });
      if (share + this.#noise[at]! > 0.5) mask |= 1 << at;
    }
    return { mask: this.#nearestMask(mask), ink, paper };
  }

  /** The mask that there is with the fewest samples that are different. */
  #nearestMask(wanted: number): number {
    if (this.#masks.length === this.#glyphs.glyphs.length) return wanted;
    const differences = this.#masks.map((mask) => bitCount(mask ^ wanted));
    return this.#masks[differences.indexOf(Math.min(...differences))]!;
  }
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest; rest &= rest - 1) count++;
  return count;
}
