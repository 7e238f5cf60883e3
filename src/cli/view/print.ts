import type { RgbFrame } from '../../base/frame.ts';
import { Grid } from '../../base/grid.ts';
import { cellPainter } from '../../render/cell-painter.ts';
import { writeLines } from '../../render/flow.ts';
import { ScriptKernel } from '../../render/kernel.ts';
import { placeFor } from '../../render/place.ts';
import { colorDepth } from '../../terminal/color-depth.ts';
import { DEFAULT_CELLS, pipeColors } from './pipe.ts';
import { shotsOf, type Showing, type ViewOptions } from './showing.ts';

/** Of most cells, as a multiple of their width. */
const CELL_HEIGHT = 2;

/** The first picture of a film as lines of text, like the output of any other command. */
export async function print(showing: Showing): Promise<void> {
  const cells = showing.options.size ?? cellsHere();
  const near = { width: cells.columns, height: cells.rows * 2 };
  for await (const { frame } of shotsOf(showing, near, undefined)) {
    const lines = linesOf(frame, cells, showing.options);
    // Who reads may have read enough.
    await new Promise<void>((resolve) => void process.stdout.write(lines, () => resolve()));
    return;
  }
}

function linesOf(
  frame: RgbFrame,
  cells: { columns: number; rows: number },
  { color }: ViewOptions,
): Uint8Array {
  const depth = color ?? (process.stdout.isTTY ? colorDepth : pipeColors)(process.env);
  const painter = cellPainter({ renderer: 'half', depth, kernel: new ScriptKernel() });
  const { across, down } = painter;
  const pixelAspect = down / across / CELL_HEIGHT;
  const { columns, rows } = placeFor(frame, { column: 0, row: 0, ...cells }, { across, down, pixelAspect });
  const grid = new Grid(columns, rows);
  const place = { column: 0, row: 0, columns, rows };
  painter.draw(frame, grid, place, { mirrored: false, shown: undefined, tolerance: 0, turn: 0 });
  return writeLines(grid, depth);
}

/** A line is left for what is typed next. */
function cellsHere(): { columns: number; rows: number } {
  const { isTTY, columns, rows } = process.stdout;
  return isTTY ? { columns, rows: Math.max(1, rows - 1) } : DEFAULT_CELLS;
}
