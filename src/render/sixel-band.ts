import type { ByteWriter } from './byte-writer.ts';
import { type Palette, toPercent } from './palette.ts';

/** Pixel rows that one character of sixel data stands for. */
export const BAND_ROWS = 6;
const DATA = 0x3f;
const REPEAT = 0x21;
const COLOR = 0x23;
const CARRIAGE_RETURN = 0x24;
/** `!4~` is shorter than `~~~~`. */
const SHORTEST_REPEAT = 4;
/** After a wider gap a colour is named anew, so that others find room there; nothing from 8 to 40 differs by 1 %. */
const WIDEST_GAP = 16;
/** What one colour number or one repeated character takes at most. */
const MOST_BYTES = 16;
const COLORS = 256;
const NONE = -1;

/**
 * Writes pixels as sixel data, band by band (VT330/VT340 Programmer Reference Manual, chapter 14): a character is six
 * pixels of one colour, one below the other.
 *
 *     0 1 c c c c c c   + 0x3f - 0x40: bit 0 is the uppermost pixel, a bit that is not set leaves its pixel alone
 *
 * A run is columns side by side whose pixels of one colour are the same; a segment is runs of a colour with small gaps.
 */
export class BandWriter {
  readonly #out: ByteWriter;
  readonly #palette: Palette;
  readonly #width: number;
  readonly #rows: number;
  readonly #runStart: Int32Array;
  readonly #runEnd: Int32Array;
  readonly #runMask: Uint8Array;
  readonly #nextRun: Int32Array;
  readonly #segmentColor: Uint8Array;
  readonly #segmentFirst: Int32Array;
  readonly #segmentLast: Int32Array;
  /** The segment of each colour that may go on. */
  readonly #open = new Int32Array(COLORS);
  /** 1 for each colour whose register the image has set. */
  readonly #defined = new Uint8Array(COLORS);
  readonly #masks = new Uint8Array(COLORS);
  readonly #columnColors = new Uint8Array(BAND_ROWS);
  #runs = 0;
  #segments = 0;

  /** `rows`: how many rows of pixels a band has; where they are less than six, each is as many pixels high and wide. */
  constructor(out: ByteWriter, palette: Palette, { width, rows }: { width: number; rows: number }) {
    this.#out = out;
    this.#palette = palette;
    this.#width = width;
    this.#rows = rows;
    const pixels = width * rows;
    this.#runStart = new Int32Array(pixels);
    this.#runEnd = new Int32Array(pixels);
    this.#runMask = new Uint8Array(pixels);
    this.#nextRun = new Int32Array(pixels);
    this.#segmentColor = new Uint8Array(pixels);
    this.#segmentFirst = new Int32Array(pixels);
    this.#segmentLast = new Int32Array(pixels);
  }

  /** A new image: no colour is defined yet. */
  begin(): void {
    this.#defined.fill(0);
  }

  /** `columns`: the colour of each pixel of a band, column after column; 0 leaves the pixel alone. */
  write(columns: Uint8Array): void {
    this.#open.fill(NONE);
    this.#runs = 0;
    this.#segments = 0;
    for (let column = 0; column < this.#width; column++) this.#collect(columns, column);
    this.#writePasses();
  }

  #collect(columns: Uint8Array, column: number): void {
    const masks = this.#masks;
    const colors = this.#columnColors;
    const rows = this.#rows;
    const magnification = BAND_ROWS / rows;
    const bits = (1 << magnification) - 1;
    let count = 0;
    for (let row = 0, at = column * rows; row < rows; row++, at++) {
      const color = columns[at]!;
      if (color === 0) continue;
      if (masks[color] === 0) colors[count++] = color;
      masks[color]! |= bits << (row * magnification);
    }
    for (let each = 0; each < count; each++) {
      const color = colors[each]!;
      this.#add(color, masks[color]!, column);
      masks[color] = 0;
    }
  }

  /** Lengthens the last run of a colour, or begins another. */
  #add(color: number, mask: number, column: number): void {
    const segment = this.#open[color]!;
    const last = segment === NONE ? NONE : this.#segmentLast[segment]!;
    if (last !== NONE && this.#runEnd[last] === column && this.#runMask[last] === mask) {
      this.#runEnd[last] = column + 1;
      return;
    }
    const run = this.#runs++;
    this.#runStart[run] = column;
    this.#runEnd[run] = column + 1;
    this.#runMask[run] = mask;
    this.#nextRun[run] = NONE;
    if (last !== NONE && column - this.#runEnd[last]! <= WIDEST_GAP) {
      this.#nextRun[last] = run;
      this.#segmentLast[segment] = run;
    } else {
      this.#openSegment(color, run);
    }
  }

  #openSegment(color: number, run: number): void {
    const segment = this.#segments++;
    this.#segmentColor[segment] = color;
    this.#segmentFirst[segment] = run;
    this.#segmentLast[segment] = run;
    this.#open[color] = segment;
  }

  /** Each pass over the band takes, from the left, whatever lies right of what it wrote last. */
  #writePasses(): void {
    for (let left = this.#segments; left > 0;) {
      left = this.#writePass(left);
      if (left > 0) this.#out.byte(CARRIAGE_RETURN);
    }
  }

  /** Of the first `count` segments those that are left move to the front; returns how many. */
  #writePass(count: number): number {
    const colors = this.#segmentColor;
    const firsts = this.#segmentFirst;
    let [left, column, pen] = [0, 0, 0];
    for (let segment = 0; segment < count; segment++) {
      const first = firsts[segment]!;
      const color = colors[segment]!;
      if (this.#runStart[first]! < column) {
        colors[left] = color;
        firsts[left++] = first;
        continue;
      }
      if (color !== pen) this.#selectColor(color);
      pen = color;
      column = this.#writeRuns(first, column);
    }
    return left;
  }

  #selectColor(color: number): void {
    if (this.#defined[color] === 0) this.#out.ascii(definitionOf(this.#palette, color));
    this.#defined[color] = 1;
    this.#out.reserve(MOST_BYTES);
    this.#out.byte(COLOR);
    this.#out.decimal(color);
  }

  /** Returns the column after the last one. */
  #writeRuns(first: number, from: number): number {
    let column = from;
    for (let run = first; run !== NONE; run = this.#nextRun[run]!) {
      const start = this.#runStart[run]!;
      const end = this.#runEnd[run]!;
      if (start > column) this.#repeat(DATA, start - column);
      this.#repeat(DATA + this.#runMask[run]!, end - start);
      column = end;
    }
    return column;
  }

  #repeat(character: number, columns: number): void {
    const times = columns * (BAND_ROWS / this.#rows);
    this.#out.reserve(MOST_BYTES);
    if (times < SHORTEST_REPEAT) {
      for (let each = 0; each < times; each++) this.#out.byte(character);
      return;
    }
    this.#out.byte(REPEAT);
    this.#out.decimal(times);
    this.#out.byte(character);
  }
}

/** Sets the register of a colour: `#` number `;2;` red `;` green `;` blue, in per cent. */
export function definitionOf({ red, green, blue }: Palette, color: number): string {
  const [r, g, b] = [red[color]!, green[color]!, blue[color]!].map(toPercent);
  return `#${color};2;${r};${g};${b}`;
}
