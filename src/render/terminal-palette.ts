import { DEFAULT_COLOR, paletteColor } from '../base/grid.ts';
import type { ColorDepth } from '../base/terminal.ts';

/** Colours that a terminal has, as 0xRRGGBB, and their names in a grid. */
interface Entry {
  rgb: number;
  color: number;
}

/** The steps of the 6 x 6 x 6 cube, palette entries 16-231 (xterm, 256colres). */
export const CUBE_LEVELS = [0, 95, 135, 175, 215, 255] as const;
/** The greys, palette entries 232-255: 8, 18, ... 238. */
const GREYS = 24;

/** The first sixteen, as xterm has them; other terminals are near to it, or what their user likes. */
// prettier-ignore
const ANSI_COLORS = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
  0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
] as const;

const cube = (): number[] =>
  CUBE_LEVELS.flatMap((red) =>
    CUBE_LEVELS.flatMap((green) => CUBE_LEVELS.map((blue) => (red << 16) | (green << 8) | blue)),
  );
const greys = (): number[] => Array.from({ length: GREYS }, (_, step) => (8 + 10 * step) * 0x010101);

const named = (colors: readonly number[], first: number): Entry[] =>
  colors.map((rgb, index) => ({ rgb, color: paletteColor(first + index) }));

const ENTRIES: Record<Exclude<ColorDepth, 'truecolor'>, () => Entry[]> = {
  '256': () => named([...cube(), ...greys()], 16),
  '16': () => named(ANSI_COLORS, 0),
  // Light ink on dark paper; both are the terminal's own, so that they have one name.
  mono: () => [0x000000, 0xffffff].map((rgb) => ({ rgb, color: DEFAULT_COLOR })),
};

/** Colours are looked up by the upper five bits of each channel. */
const BINS = 1 << 15;
const UNKNOWN = 0xff;
/** The colours of a depth, and which is nearest to another, by squares weighted 2 : 4 : 1 as the eye sees channels. */
export class TerminalPalette {
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
  readonly colors: Uint32Array;
  readonly #nearest = new Uint8Array(BINS).fill(UNKNOWN);

  constructor(depth: Exclude<ColorDepth, 'truecolor'>) {
    const entries = ENTRIES[depth]();
    this.red = Uint8Array.from(entries, ({ rgb }) => rgb >> 16);
    this.green = Uint8Array.from(entries, ({ rgb }) => (rgb >> 8) & 0xff);
    this.blue = Uint8Array.from(entries, ({ rgb }) => rgb & 0xff);
    this.colors = Uint32Array.from(entries, ({ color }) => color);
  }

  /** Whether there are only ink and paper, with the indices 1 and 0. */
  get isPair(): boolean {
    return this.colors.length === 2;
  }

  /** The index of the colour that a cell's ink or paper has in a grid; -1 when it is none of these. */
  indexOf(color: number, part: 'ink' | 'paper'): number {
    return part === 'ink' ? this.colors.lastIndexOf(color) : this.colors.indexOf(color);
  }

  /** The index nearest to a colour's bin. */
  nearest(red: number, green: number, blue: number): number {
    const bin = ((red & 0xf8) << 7) | ((green & 0xf8) << 2) | (blue >> 3);
    const known = this.#nearest[bin]!;
    if (known !== UNKNOWN) return known;
    return (this.#nearest[bin] = this.#search((red & 0xf8) | 4, (green & 0xf8) | 4, (blue & 0xf8) | 4));
  }

  /** How far a colour is from that of an index. */
  distance(index: number, red: number, green: number, blue: number): number {
    const r = red - this.red[index]!;
    const g = green - this.green[index]!;
    const b = blue - this.blue[index]!;
    return 2 * r * r + 4 * g * g + b * b;
  }

  #search(red: number, green: number, blue: number): number {
    let found = 0;
    let least = Infinity;
    for (let index = 0; index < this.colors.length; index++) {
      const distance = this.distance(index, red, green, blue);
      if (distance < least) [found, least] = [index, distance];
    }
    return found;
  }
}
