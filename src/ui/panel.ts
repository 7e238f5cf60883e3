import type { Rect } from '../base/grid.ts';
import type { Block } from './blessed-canvas.ts';
import { bold, cellsOf, dim, fit, lineWidth } from './span.ts';
import type { Line, Span } from './span.ts';
import type { Symbols } from './symbols.ts';

/** A titled part of the screen. */
export interface Panel {
  rect: Rect;
  title: string;
  /** At the right end of the title. */
  note?: string | undefined;
  lines: readonly Line[];
  /** Draws a border, for what lies over a picture; else a rule carries the title. */
  overlaid: boolean;
}

/** The cells that a panel leaves for its lines. */
export const insideOf = (rect: Rect, overlaid: boolean): Rect =>
  overlaid
    ? { column: rect.column + 2, row: rect.row + 1, columns: rect.columns - 4, rows: rect.rows - 2 }
    : { column: rect.column, row: rect.row + 1, columns: rect.columns, rows: rect.rows - 1 };

/** A place of so many cells, or fewer, in the middle of the screen, above the status line. */
export function middleOf(
  wanted: { columns: number; rows: number },
  screenColumns: number,
  screenRows: number,
): Rect {
  const columns = Math.min(wanted.columns, screenColumns);
  const rows = Math.min(wanted.rows, screenRows - 1);
  return {
    column: Math.floor((screenColumns - columns) / 2),
    row: Math.floor((screenRows - 1 - rows) / 2),
    columns,
    rows,
  };
}

/** A panel as text in places. */
export function panelBlocks(panel: Panel, symbols: Symbols): Block[] {
  const inside = { rect: insideOf(panel.rect, panel.overlaid), lines: panel.lines };
  if (!panel.overlaid) return [{ rect: { ...panel.rect, rows: 1 }, lines: [rule(panel, symbols)] }, inside];
  return [{ rect: panel.rect, lines: [], border: true }, ...borderTexts(panel), inside];
}

/** A line across the panel that carries its title, and the note near its end. */
function rule({ rect, title, note }: Panel, { rule: stroke }: Symbols): Line {
  const left: Span[] = [dim(stroke), bold(` ${title} `)];
  const right: Span[] = note ? [bold(` ${note} `), dim(stroke)] : [];
  const between = Math.max(0, rect.columns - lineWidth(left) - lineWidth(right));
  return fit([...left, dim(stroke.repeat(between)), ...right], rect.columns);
}

function borderTexts({ rect, title, note }: Panel): Block[] {
  const onBorder = (column: number, text: string): Block => ({
    rect: { column, row: rect.row, columns: cellsOf(text) + 2, rows: 1 },
    lines: [[bold(` ${text} `)]],
  });
  const end = rect.column + rect.columns - 2;
  return [onBorder(rect.column + 2, title), ...(note ? [onBorder(end - cellsOf(note) - 2, note)] : [])];
}
