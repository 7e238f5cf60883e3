/**
 * A screen of cells as plain arrays, row-major. The same type is the chrome that ui/ draws, the picture that render/
 * paints into it, and what terminal/ is known to show.
 */
export class Grid {
  readonly columns: number;
  readonly rows: number;
  /** A code point, an interned cluster (see `intern`), `CONTINUATION` for the right half of a wide character, or `IMAGE`. */
  readonly glyph: Uint32Array;
  readonly foreground: Uint32Array;
  readonly background: Uint32Array;
  /** Bits of `Style`. */
  readonly style: Uint8Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    const cells = columns * rows;
    this.glyph = new Uint32Array(cells).fill(SPACE);
    this.foreground = new Uint32Array(cells);
    this.background = new Uint32Array(cells);
    this.style = new Uint8Array(cells);
  }

  clear(): void {
    this.glyph.fill(SPACE);
    this.foreground.fill(DEFAULT_COLOR);
    this.background.fill(DEFAULT_COLOR);
    this.style.fill(0);
  }

  /** Takes over every cell of `other`, which has the same size. */
  copy(other: Grid): void {
    this.glyph.set(other.glyph);
    this.foreground.set(other.foreground);
    this.background.set(other.background);
    this.style.set(other.style);
  }

  /** Takes over the cells of `other`, which has the same size, inside `rect`. */
  copyRect(other: Grid, rect: Rect): void {
    for (let row = rect.row; row < rect.row + rect.rows; row++) {
      const from = row * this.columns + rect.column;
      const to = from + rect.columns;
      this.glyph.set(other.glyph.subarray(from, to), from);
      this.foreground.set(other.foreground.subarray(from, to), from);
      this.background.set(other.background.subarray(from, to), from);
      this.style.set(other.style.subarray(from, to), from);
    }
  }
}

/** A part of the screen, in cells; column and row count from 0. */
export interface Rect {
  column: number;
  row: number;
  columns: number;
  rows: number;
}

export const Style = {
  bold: 1,
  dim: 2,
  italic: 4,
  underline: 8,
  inverse: 16,
  /** The cell belongs to a picture: a colour that is near enough may stand for its own. */
  picture: 128,
} as const;

/** Colours: the terminal's own default, a palette index (0-255), or 24-bit RGB. */
export const DEFAULT_COLOR = 0;
export const paletteColor = (index: number): number => 0x1000000 | index;
export const rgbColor = (red: number, green: number, blue: number): number =>
  0x2000000 | (red << 16) | (green << 8) | blue;
export const isPaletteColor = (color: number): boolean => color >>> 24 === 1;
export const isRgbColor = (color: number): boolean => color >>> 24 === 2;

export const SPACE = 0x20;
export const CONTINUATION = 0;
/** The glyph of a cell that is kept free for an image: a blank, but not the same as one. */
export const IMAGE = 1;

const FIRST_CLUSTER = 0x110000;
/** Strangers choose the clusters of a chat, so their number is bounded; beyond it they show as U+FFFD. */
const MAX_CLUSTERS = 4096;
const clusters: string[] = [];
const clusterIds = new Map<string, number>();

/** The glyph value of one grapheme cluster, which may be several code points. */
export function intern(cluster: string): number {
  const first = cluster.codePointAt(0) ?? SPACE;
  if (cluster.length === (first > 0xffff ? 2 : 1)) return first;
  const known = clusterIds.get(cluster);
  if (known !== undefined) return known;
  if (clusters.length === MAX_CLUSTERS) return 0xfffd;
  const id = FIRST_CLUSTER + clusters.push(cluster) - 1;
  clusterIds.set(cluster, id);
  return id;
}

/** The text of a glyph value; nothing for `CONTINUATION`. */
export function textOf(glyph: number): string {
  if (glyph === CONTINUATION) return '';
  return glyph < FIRST_CLUSTER ? String.fromCodePoint(glyph) : (clusters[glyph - FIRST_CLUSTER] ?? '\ufffd');
}
