import type { RgbFrame } from '../base/frame.ts';
import { type Grid, type Rect, Style } from '../base/grid.ts';
import type { CellRenderer } from '../base/renderer.ts';

/** How a frame is painted. */
export interface DrawOptions {
  mirrored: boolean;
  /** What the terminal shows now; cells near to it are left as they are. Ignored unless it has the target's size. */
  shown: Grid | undefined;
  /** How far off samples may be, in levels of 0-255, on top of noise; 0 paints exactly. */
  tolerance: number;
  /** Counts the frames painted so far; each turn makes some other cells exact. */
  turn: number;
}

/** Paints the frames of one stream into cells; it knows the frame before, so each stream has one of its own. */
export interface CellPainter {
  readonly renderer: CellRenderer;
  /** Samples of a cell: a frame of columns * across x rows * down pixels needs no scaling. */
  readonly across: number;
  readonly down: number;
  /** Paints a frame into the cells of `place`, which lies within `target`; a frame of another size is scaled to fill it. */
  draw(frame: RgbFrame, target: Grid, place: Rect, options: DrawOptions): void;
}

/** What is shown, if its cells are those of the target. */
export const comparable = (target: Grid, shown: Grid | undefined): Grid | undefined =>
  shown?.columns === target.columns && shown.rows === target.rows ? shown : undefined;

/** Leaves a cell as it is shown. */
export function keep(target: Grid, shown: Grid, cell: number): void {
  target.glyph[cell] = shown.glyph[cell]!;
  target.foreground[cell] = shown.foreground[cell]!;
  target.background[cell] = shown.background[cell]!;
  target.style[cell] = Style.picture;
}
