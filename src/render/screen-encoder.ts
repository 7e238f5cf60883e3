import { CONTINUATION, DEFAULT_COLOR, Grid, IMAGE, SPACE, Style, textOf } from '../base/grid.ts';
import type { ColorDepth } from '../base/terminal.ts';
import { clusterWidth } from '../base/width.ts';
import { ByteWriter, isAscii } from './byte-writer.ts';
import { quantizerFor } from './color.ts';
import { Cursor } from './cursor.ts';
import { cheapen, isAlike, isOfBlocks, Look, normalise } from './look.ts';
import { isMaskGlyph } from './mask-glyphs.ts';
import { Pen } from './pen.ts';

/** The `colorDistance` at which the pen's colour still stands for a picture's own: less than noise does. */
const REUSE_TOLERANCE = 1;
/** Up to here, printing unchanged cells again is shorter than CUF. */
const MAX_REPRINTED = 3;
/** The half of a wide glyph that was overwritten: no cell equals it. */
const DESTROYED = 0xffffffff;
const ATTRIBUTES = ~Style.picture;
/** What makes a blank show more than its background. */
const SHOWN_ON_BLANKS = Style.underline | Style.inverse;

/** A cell that moves the cursor, sets two colours of 24 bits and prints takes no more. */
const MOST_BYTES = 60;

/** Which of the cells are to be painted, and for how many bytes. */
interface Part {
  from: number;
  to: number;
  kind: 'all' | 'text' | 'picture';
  room: number;
}

/** Where the text cursor stands, in cells from 0. */
export interface CursorPlace {
  column: number;
  row: number;
}

/**
 * The difference between what a terminal shows and what it should show, as few bytes. It assumes that all its bytes
 * reach the terminal, in order, and that nobody else writes to it; `invalidate` when that was not so.
 */
export class ScreenEncoder {
  readonly depth: ColorDepth;
  readonly #quantize: (color: number) => number;
  readonly #reuseTolerance: number;
  readonly #out = new ByteWriter();
  readonly #pen = new Pen(this.#out);
  readonly #cursor = new Cursor(this.#out);
  readonly #look = new Look();
  readonly #shownLook = new Look();
  #cursorVisible = true;
  #overwritten = false;
  #shown = new Grid(0, 0);
  #stale = true;
  #isWhole = true;
  /** Where the pictures go on that had no room. */
  #unpainted = 0;

  /** `reuseTolerance`: 0 paints each colour of a picture exactly. */
  constructor(depth: ColorDepth, reuseTolerance: number = REUSE_TOLERANCE) {
    this.depth = depth;
    this.#quantize = quantizerFor(depth);
    this.#reuseTolerance = reuseTolerance;
  }

  /** What the terminal shows, in colours that it has; the encoder's own, changed by each `encode`. */
  get shown(): Grid {
    return this.#shown;
  }

  /** The last `encode` wrote blanks into cells that belong to an image. */
  get overwroteImage(): boolean {
    return this.#overwritten;
  }

  /** Whether the last `encode` had room for everything. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** What the terminal shows is unknown: the next `encode` clears it and paints all. */
  invalidate(): void {
    this.#shown.clear();
    this.#stale = true;
  }

  /** The terminal has another size now, and shows nobody knows what. */
  resize(columns: number, rows: number): void {
    this.#shown = new Grid(columns, rows);
    this.#stale = true;
  }

  /**
   * The bytes that turn what is shown into `next`; none when it is the same. They are valid until the next call. A
   * `next` of another size is a `resize` first. The text cursor is hidden unless it is given. What is no picture is
   * always painted; of the pictures no more than fits in `room` bytes, and what is left is painted by the next calls first.
   */
  encode(next: Grid, cursor: CursorPlace | undefined, room = Infinity): Uint8Array {
    if (next.columns !== this.#shown.columns || next.rows !== this.#shown.rows)
      this.resize(next.columns, next.rows);
    this.#out.reset();
    this.#overwritten = false;
    if (this.#stale) this.#clear();
    this.#paintChanges(next, room);
    this.#placeCursor(cursor);
    return this.#out.written();
  }

  #clear(): void {
    this.#pen.reset();
    this.#out.ascii('\x1b[2J\x1b[?25l');
    this.#cursorVisible = false;
    this.#cursor.forget();
    this.#stale = false;
  }

  #placeCursor(cursor: CursorPlace | undefined): void {
    if (cursor) this.#cursor.moveTo(cursor.row, cursor.column);
    if (this.#cursorVisible === (cursor !== undefined)) return;
    this.#cursorVisible = cursor !== undefined;
    this.#out.ascii(cursor ? '\x1b[?25h' : '\x1b[?25l');
  }

  #paintChanges(next: Grid, room: number): void {
    const cells = next.glyph.length;
    this.#isWhole = true;
    if (room >= cells * MOST_BYTES)
      return void this.#paintCells(next, { from: 0, to: cells, kind: 'all', room });
    this.#paintCells(next, { from: 0, to: cells, kind: 'text', room });
    const from = this.#unpainted < cells ? this.#unpainted : 0;
    const stopped =
      this.#paintCells(next, { from, to: cells, kind: 'picture', room }) ??
      this.#paintCells(next, { from: 0, to: from, kind: 'picture', room });
    this.#isWhole = stopped === undefined;
    this.#unpainted = stopped ?? 0;
  }

  /** Returns the first cell of a picture that had no room. */
  #paintCells(next: Grid, { from, to, kind, room }: Part): number | undefined {
    const { glyph, foreground, background, style } = next;
    const shown = this.#shown;
    for (let cell = from; cell < to; cell++) {
      const same =
        glyph[cell] === shown.glyph[cell] &&
        background[cell] === shown.background[cell] &&
        foreground[cell] === shown.foreground[cell] &&
        style[cell] === shown.style[cell] &&
        (shown.glyph[cell + 1] !== CONTINUATION || glyph[cell + 1] === CONTINUATION);
      if (same || (kind !== 'all' && isPicture(style[cell]!) !== (kind === 'picture'))) continue;
      if (kind === 'picture' && this.#out.length >= room) return cell;
      this.#paintChange(next, cell);
    }
    return undefined;
  }

  #paintChange(next: Grid, cell: number): void {
    if (next.glyph[cell] === IMAGE) return this.#clearForImage(cell);
    const glyph = printable(next, cell);
    if (glyph === CONTINUATION) return;
    const foreground = this.#quantize(next.foreground[cell]!);
    const background = this.#quantize(next.background[cell]!);
    const style = next.style[cell]!;
    // The default colours of ink and paper have one name, so neither can stand for the other.
    const hasColors = background !== DEFAULT_COLOR && (foreground !== DEFAULT_COLOR || glyph === SPACE);
    if (isPicture(style) && hasColors && isPictureGlyph(glyph)) {
      this.#paintPicture(cell, glyph, foreground, background);
    } else {
      this.#paintText(cell, glyph, foreground, background, style);
    }
  }

  #clearForImage(cell: number): void {
    this.#moveTo(cell);
    this.#print(cell, SPACE, this.#pen.foreground, DEFAULT_COLOR, 0);
    this.#record(cell, IMAGE, DEFAULT_COLOR, DEFAULT_COLOR, 0);
    this.#overwritten = true;
  }

  #paintText(cell: number, glyph: number, foreground: number, background: number, style: number): void {
    const shown = this.#shown;
    const blank = glyph === SPACE && (style & SHOWN_ON_BLANKS) === 0;
    const same =
      shown.glyph[cell] === glyph &&
      shown.background[cell] === background &&
      (blank || shown.foreground[cell] === foreground) &&
      ((shown.style[cell]! ^ style) & ATTRIBUTES) === 0;
    if (!same) {
      this.#moveTo(cell);
      this.#print(cell, glyph, blank ? this.#pen.foreground : foreground, background, style);
    }
    shown.foreground[cell] = foreground;
    shown.style[cell] = style;
  }

  #paintPicture(cell: number, glyph: number, ink: number, paper: number): void {
    const look = this.#look;
    look.become(glyph, ink, paper);
    const hasBlocks = isOfBlocks(look);
    normalise(look);
    const shown = this.#lookOf(cell);
    if (!shown || !isAlike(shown, look, 0)) {
      // Who asks for a change as small as the tolerance wants the exact colours; else a still picture would never get them.
      const isRefining = shown && isAlike(shown, look, this.#reuseTolerance);
      cheapen(look, this.#pen, { tolerance: isRefining ? 0 : this.#reuseTolerance, hasBlocks });
      this.#moveTo(cell);
      this.#print(cell, look.glyph, look.ink, look.paper, Style.picture);
    }
    this.#shown.style[cell] = Style.picture;
    // A blank has the ink that was asked for, whatever the pen had.
    if (glyph === SPACE && this.#shown.glyph[cell] === SPACE) this.#shown.foreground[cell] = ink;
  }

  /** The look of a cell whose parts can be compared to those of a picture; valid until the next call. */
  #lookOf(cell: number): Look | undefined {
    const glyph = this.#shown.glyph[cell]!;
    if (!isPictureGlyph(glyph) || (this.#shown.style[cell]! & ATTRIBUTES) !== 0) return undefined;
    const look = this.#shownLook;
    look.become(glyph, this.#shown.foreground[cell]!, this.#shown.background[cell]!);
    normalise(look);
    return look;
  }

  #print(cell: number, glyph: number, foreground: number, background: number, style: number): void {
    const shown = this.#shown;
    this.#pen.set(foreground, background, style);
    this.#out.glyph(glyph);
    const isMask = isMaskGlyph(glyph);
    const wide = !isMask && !isAscii(glyph) && isWide(glyph);
    this.#record(cell, glyph, foreground, background, style);
    if (wide) this.#record(cell + 1, CONTINUATION, foreground, background, style);
    const after = cell + (wide ? 2 : 1);
    if (shown.glyph[after] === CONTINUATION) shown.glyph[after] = DESTROYED;
    this.#cursor.advance(wide ? 2 : 1, shown.columns);
    if (wide || (glyph > 0xffff && !isMask)) this.#cursor.forget();
  }

  #record(cell: number, glyph: number, foreground: number, background: number, style: number): void {
    this.#shown.glyph[cell] = glyph;
    this.#shown.foreground[cell] = foreground;
    this.#shown.background[cell] = background;
    this.#shown.style[cell] = style;
  }

  #moveTo(cell: number): void {
    const row = Math.floor(cell / this.#shown.columns);
    const column = cell - row * this.#shown.columns;
    if (row === this.#cursor.row) this.#reprint(cell - (column - this.#cursor.column), cell);
    this.#cursor.moveTo(row, column);
  }

  /** Goes from one cell to another of the same row by printing what is there already, where that is shorter. */
  #reprint(from: number, to: number): void {
    if (to <= from || to - from > MAX_REPRINTED) return;
    for (let cell = from; cell < to; cell++) if (!this.#costsOneByte(cell)) return;
    for (let cell = from; cell < to; cell++) this.#out.byte(this.#shown.glyph[cell]!);
    this.#cursor.advance(to - from, this.#shown.columns);
  }

  #costsOneByte(cell: number): boolean {
    const shown = this.#shown;
    const style = shown.style[cell]! & ATTRIBUTES;
    if (!isAscii(shown.glyph[cell]!) || shown.background[cell] !== this.#pen.background) return false;
    if (style !== this.#pen.style) return false;
    return (
      shown.foreground[cell] === this.#pen.foreground ||
      (shown.glyph[cell] === SPACE && !(style & SHOWN_ON_BLANKS))
    );
  }
}

const isPicture = (style: number): boolean => (style & Style.picture) !== 0;

const isPictureGlyph = (glyph: number): boolean => isMaskGlyph(glyph) || isAscii(glyph);

const isWide = (glyph: number): boolean => clusterWidth(textOf(glyph)) === 2;

/** What can be printed in a cell: a glyph, or a space instead of control characters and of halves of a wide glyph. */
function printable(grid: Grid, cell: number): number {
  const glyph = grid.glyph[cell]!;
  if (isAscii(glyph) || isMaskGlyph(glyph)) return glyph;
  const column = cell % grid.columns;
  if (glyph === CONTINUATION) return column > 0 && isWide(grid.glyph[cell - 1]!) ? CONTINUATION : SPACE;
  const width = clusterWidth(textOf(glyph));
  if (width === 2) return column + 1 < grid.columns && grid.glyph[cell + 1] === CONTINUATION ? glyph : SPACE;
  return width === 1 ? glyph : SPACE;
}
