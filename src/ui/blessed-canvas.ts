import blessed from 'blessed';
import type { Widgets } from 'blessed';
import { CONTINUATION, DEFAULT_COLOR, Grid, paletteColor, SPACE, Style } from '../base/grid.ts';
import type { Rect } from '../base/grid.ts';
import { fit } from './span.ts';
import type { Line, Span } from './span.ts';
import { isFiller, Tokens } from './tokens.ts';

/** Text in a place of the screen. Rows beyond the place are cut off; a border takes its outermost cells. */
export interface Block {
  rect: Rect;
  lines: readonly Line[];
  border?: boolean;
}

type Cell = readonly [attributes: number, character: string];

declare module 'blessed' {
  /** What every screen shares; the published types leave it out. */
  export const Screen: { instances: unknown[]; total: number };
}

const asciiBorder: Readonly<Record<string, string>> = {
  '─': '-',
  '│': '|',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
};

/** Lets blessed fill a screen that exists in memory only, and reads the cells back. */
export class BlessedCanvas {
  readonly #colors: boolean;
  readonly #asciiOnly: boolean;
  readonly #size = { cols: 0, rows: 0 };
  readonly #screen: ReturnType<typeof openOffScreen>;
  readonly #boxes: Widgets.BoxElement[] = [];

  constructor(options: { colors: boolean; asciiOnly: boolean }) {
    this.#colors = options.colors;
    this.#asciiOnly = options.asciiOnly;
    this.#screen = openOffScreen(this.#size);
  }

  /** Draws the blocks one over the other on a blank screen. The grid belongs to the caller. */
  paint(blocks: readonly Block[], columns: number, rows: number): Grid {
    const tokens = new Tokens();
    this.#clear(columns, rows);
    for (const box of this.#boxes) box.hidden = true;
    for (const [index, block] of blocks.entries()) this.#place(index, block, tokens);
    this.#screen.render();
    return this.#read(tokens, columns, rows);
  }

  #clear(columns: number, rows: number): void {
    const resized = columns !== this.#size.cols || rows !== this.#size.rows;
    Object.assign(this.#size, { cols: columns, rows });
    if (resized) this.#screen.alloc();
    else this.#screen.clearRegion(0, columns, 0, rows);
  }

  #place(index: number, { rect, lines, border }: Block, tokens: Tokens): void {
    const box = (this.#boxes[index] ??= blessed.box({ parent: this.#screen, wrap: false }));
    const edge = border ? 1 : 0;
    const columns = rect.columns - 2 * edge;
    const rows = rect.rows - 2 * edge;
    if (columns < 1 || rows < 1) return;
    Object.assign(box, {
      position: { left: rect.column, top: rect.row, width: rect.columns, height: rect.rows },
      border: border ? { type: 'line', left: true, top: true, right: true, bottom: true } : undefined,
      hidden: false,
    });
    box.style.border = {};
    box.setContent(this.#content(lines.slice(0, rows), columns, tokens));
  }

  /** Every row fills its place: blessed swallows the line break after a full row, and only after a full row. */
  #content(lines: readonly Line[], columns: number, tokens: Tokens): string {
    return (
      lines
        .map((line) =>
          fit(line, columns)
            .map((span) => this.#sgr(span) + tokens.encode(span.text))
            .join(''),
        )
        .join('\n') + '\x1b[0m'
    );
  }

  /** blessed knows no dim but knows blink, which nothing here does: blink is dim until the cells are read. */
  #sgr({ style = 0, color }: Span): string {
    const codes = [0];
    if (style & Style.bold) codes.push(1);
    if (style & Style.underline) codes.push(4);
    if (style & Style.dim) codes.push(5);
    if (style & Style.inverse) codes.push(7);
    if (color !== undefined && this.#colors) codes.push(38, 5, color);
    return `\x1b[${codes.join(';')}m`;
  }

  #read(tokens: Tokens, columns: number, rows: number): Grid {
    const grid = new Grid(columns, rows);
    for (const [row, cells] of this.#screen.lines.entries()) {
      for (const [column, [attributes, character]] of cells.entries()) {
        const at = row * columns + column;
        const next = cells[column + 1]?.[1];
        readAttributes(grid, at, attributes);
        if (isFiller(character))
          grid.glyph[at] = isPair(tokens, cells[column - 1]?.[1]) ? CONTINUATION : SPACE;
        else grid.glyph[at] = this.#glyph(tokens, character, next);
      }
    }
    return grid;
  }

  /** Half of a wide character that something else covers is a blank. */
  #glyph(tokens: Tokens, character: string, next: string | undefined): number {
    const token = tokens.decode(character);
    if (!token) return (this.#asciiOnly ? (asciiBorder[character] ?? character) : character).charCodeAt(0);
    return token.wide && (next === undefined || !isFiller(next)) ? SPACE : token.glyph;
  }
}

const isPair = (tokens: Tokens, before: string | undefined): boolean =>
  before !== undefined && tokens.decode(before)?.wide === true;

/**
 * A cell's attributes in blessed:
 *
 *     26        18 17         9 8          0
 *    +------------+------------+------------+
 *    |   flags    | foreground | background |     colours: palette index, 0x1ff for the default
 *    +------------+------------+------------+     flags: 1 bold, 2 underline, 4 blink, 8 inverse
 */
function readAttributes(grid: Grid, at: number, attributes: number): void {
  const flags = attributes >> 18;
  grid.foreground[at] = readColor((attributes >> 9) & 0x1ff);
  grid.background[at] = readColor(attributes & 0x1ff);
  grid.style[at] =
    (flags & 1 ? Style.bold : 0) |
    (flags & 2 ? Style.underline : 0) |
    (flags & 4 ? Style.dim : 0) |
    (flags & 8 ? Style.inverse : 0);
}

const readColor = (color: number): number => (color === 0x1ff ? DEFAULT_COLOR : paletteColor(color));

const nothing = (): void => {};

/**
 * A blessed screen with nothing behind it: its program is a stand-in without streams, terminfo or timers, and the
 * hooks that blessed sets on the process (exit, signals, exceptions) are terminal/'s business, so it is told that they
 * are set already.
 */
function openOffScreen(size: { cols: number; rows: number }) {
  const program = Object.assign(size, {
    isAlt: true,
    options: {},
    tput: { unicode: true, numbers: {}, strings: {} },
    setupTput: nothing,
    on: nothing,
    clear: nothing,
  });
  Object.assign(blessed.Screen, { _bound: true });
  const screen = blessed.screen(
    Object.assign<Widgets.IScreenOptions, object>({ smartCSR: false }, { program }),
  );
  blessed.Screen.instances.length = 0;
  blessed.Screen.total = 0;
  const lines: Cell[][] = [];
  return Object.assign(screen, { lines, draw: nothing });
}
