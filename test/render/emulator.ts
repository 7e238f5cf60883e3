import xterm from '@xterm/headless';
import { CONTINUATION, DEFAULT_COLOR, type Grid, paletteColor, Style, textOf } from '../../src/base/grid.ts';
import { complementOf, isMaskGlyph } from '../../src/render/mask-glyphs.ts';

type Cell = NonNullable<
  ReturnType<NonNullable<ReturnType<xterm.Terminal['buffer']['active']['getLine']>>['getCell']>
>;

/** A terminal that we did not write. */
export class Emulator {
  readonly #terminal: xterm.Terminal;
  scrolled = 0;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    this.#terminal.onScroll(() => this.scrolled++);
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(bytes.slice(), resolve));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  get cursor(): { column: number; row: number } {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { column: cursorX, row: cursorY };
  }

  /** What each cell looks like, in the words of `appearances`. */
  appearances(): string[] {
    const { active } = this.#terminal.buffer;
    const out: string[] = [];
    for (let row = 0; row < this.#terminal.rows; row++) {
      const line = active.getLine(active.baseY + row)!;
      for (let column = 0; column < this.#terminal.cols; column++)
        out.push(appearanceOfCell(line.getCell(column)!));
    }
    return out;
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}

function appearanceOfCell(cell: Cell): string {
  const style =
    (cell.isBold() ? Style.bold : 0) |
    (cell.isDim() ? Style.dim : 0) |
    (cell.isItalic() ? Style.italic : 0) |
    (cell.isUnderline() ? Style.underline : 0) |
    (cell.isInverse() ? Style.inverse : 0);
  const foreground = colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  const background = colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  if (cell.getWidth() === 0) return 'right half';
  return appearance(cell.getChars() || ' ', foreground, background, style);
}

const colorOf = (isDefault: boolean, isRgb: boolean, value: number): number => {
  if (isDefault) return DEFAULT_COLOR;
  return isRgb ? 0x2000000 | value : paletteColor(value);
};

const isPictureGlyph = (glyph: number): boolean => isMaskGlyph(glyph) || (glyph >= 0x20 && glyph < 0x7f);

/** The words for what a cell looks like: a colour, or a glyph, which may be told by its complement; a blank has no ink. */
function appearance(text: string, foreground: number, background: number, style: number): string {
  const [f, b] = [foreground.toString(16), background.toString(16)];
  const plain = (style & ~Style.picture) === 0;
  const inkAndPaper = plain && foreground !== DEFAULT_COLOR && background !== DEFAULT_COLOR;
  if (plain && background !== DEFAULT_COLOR && text === ' ') return b;
  if (plain && foreground !== DEFAULT_COLOR && text === '█') return f;
  const complement = complementOf(text.codePointAt(0)!) ?? 0;
  if (inkAndPaper && isPictureGlyph(text.codePointAt(0)!) && foreground === background) return b;
  if (inkAndPaper && complement > text.codePointAt(0)!)
    return `${String.fromCodePoint(complement)} ${b} on ${f} style 0`;
  const blank = text === ' ' && !(style & (Style.underline | Style.inverse));
  return `${text} ${blank ? '' : f} on ${b} style ${style & ~Style.picture}`;
}

/** What each cell of a grid is to look like; colours as `quantize` gives them. */
export function appearances(grid: Grid, quantize: (color: number) => number = (color) => color): string[] {
  return Array.from(grid.glyph, (glyph, cell) =>
    glyph === CONTINUATION
      ? 'right half'
      : appearance(
          textOf(glyph),
          quantize(grid.foreground[cell]!),
          quantize(grid.background[cell]!),
          grid.style[cell]!,
        ),
  );
}
