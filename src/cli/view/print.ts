import type { Fit } from '../../base/fit.ts';
import type { RgbFrame } from '../../base/frame.ts';
import { Grid } from '../../base/grid.ts';
import { CELL_RENDERERS, type CellRenderer, type Renderer } from '../../base/renderer.ts';
import type { Abilities } from '../../base/terminal.ts';
import { cellPainter } from '../../render/cell-painter.ts';
import { cutToAspect } from '../../render/cut.ts';
import type { CellPainter } from '../../render/draw.ts';
import { writeLines } from '../../render/flow.ts';
import { placeFor } from '../../render/place.ts';
import { loadKernel } from '../kernel.ts';
import { shotsOf, type Showing } from './showing.ts';
import { unaskedAbilities } from './unasked.ts';

/** The first picture of a film as lines of text, like the output of any other command. */
export async function print(showing: Showing): Promise<void> {
  const abilities = unaskedAbilities(showing.options);
  const { columns, rows, colorDepth: depth, renderers } = abilities;
  const newKernel = await loadKernel();
  const painter = cellPainter({ renderer: inCells(renderers[0]), depth, kernel: newKernel() });
  const near = { width: columns * painter.across, height: rows * painter.down };
  for await (const { frame } of shotsOf(showing, near, undefined)) {
    const lines = writeLines(draw(fitted(frame, showing.options.fit, abilities), painter, abilities), depth);
    await new Promise<void>((resolve) => void process.stdout.write(lines, () => resolve()));
    return;
  }
}

function fitted(frame: RgbFrame, fit: Fit, { columns, rows, cellWidth, cellHeight }: Abilities): RgbFrame {
  return fit === 'contain' ? frame : cutToAspect(frame, (columns * cellWidth) / (rows * cellHeight));
}

/** A grid that is the picture and nothing else. */
function draw(frame: RgbFrame, painter: CellPainter, abilities: Abilities): Grid {
  const { across, down } = painter;
  const pixelAspect = (abilities.cellWidth * down) / (abilities.cellHeight * across);
  const box = { column: 0, row: 0, columns: abilities.columns, rows: abilities.rows };
  const { columns, rows } = placeFor(frame, box, { across, down, pixelAspect });
  const grid = new Grid(columns, rows);
  const place = { column: 0, row: 0, columns, rows };
  painter.draw(frame, grid, place, { mirrored: false, shown: undefined, tolerance: 0, turn: 0 });
  return grid;
}

/** Lines of text hold no pixels. */
const inCells = (renderer: Renderer): CellRenderer =>
  CELL_RENDERERS.find((each) => each === renderer) ?? 'quadrant';
