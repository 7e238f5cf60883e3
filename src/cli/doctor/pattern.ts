import type { RgbFrame } from '../../base/frame.ts';
import { Grid } from '../../base/grid.ts';
import { CELL_RENDERERS, type CellRenderer, type ImageRenderer, type Renderer } from '../../base/renderer.ts';
import type { Abilities } from '../../base/terminal.ts';
import { cellPainter } from '../../render/cell-painter.ts';
import { writeImage, writeLines } from '../../render/flow.ts';
import { imagePainter } from '../../render/image-painter.ts';
import type { Kernels } from '../../render/kernels.ts';

const LABEL_COLUMNS = 9;
const PICTURE = { columns: 50, rows: 2 };
/** Bars across the ramp, in samples of an octant: so narrow that halves can't show them, and octants can. */
const BAR = 3;

/**
 * The same ramp of colours, with bars across it, by each renderer that is believed to work: what a user should see is the
 * same picture again and again, only sharper or coarser. Lines for a terminal, wherever its cursor is.
 */
export function* testPatterns(abilities: Abilities, kernels: Kernels): Generator<Uint8Array> {
  for (const renderer of abilities.renderers) {
    if (isMadeOfCells(renderer)) yield asCells(renderer, abilities, kernels);
    else yield asImage(renderer, abilities, kernels);
  }
}

const isMadeOfCells = (renderer: Renderer): renderer is CellRenderer =>
  CELL_RENDERERS.some((each) => each === renderer);

function asCells(renderer: CellRenderer, { colorDepth: depth }: Abilities, kernels: Kernels): Uint8Array {
  const painter = cellPainter({ renderer, depth, kernel: kernels.cells() });
  const grid = new Grid(LABEL_COLUMNS + PICTURE.columns, PICTURE.rows);
  grid.glyph.set(Buffer.from(renderer));
  const place = { column: LABEL_COLUMNS, row: 0, ...PICTURE };
  const frame = ramp(PICTURE.columns * 2, PICTURE.rows * 4);
  painter.draw(frame, grid, place, { mirrored: false, shown: undefined, tolerance: 0, turn: 0 });
  return writeLines(grid, depth);
}

function asImage(renderer: ImageRenderer, abilities: Abilities, kernels: Kernels): Uint8Array {
  const { cellWidth: width, cellHeight: height, sixel } = abilities;
  const painter = imagePainter({ renderer, cell: { width, height }, sixel, kernels });
  const frame = ramp(PICTURE.columns * width, PICTURE.rows * height);
  const image = painter.draw(frame, { column: 0, row: 0, ...PICTURE });
  return Buffer.concat([Buffer.from(`${renderer}\n`), writeImage(image, PICTURE.rows)]);
}

/** All hues from left to right, brighter from top to bottom. */
function ramp(width: number, height: number): RgbFrame {
  const data = new Uint8Array(width * height * 3);
  const bar = (BAR * width) / (PICTURE.columns * 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isBar = Math.floor((x + y) / bar) % 4 === 0;
      const light = isBar ? 0 : 0.4 + (0.6 * y) / height;
      data.set(hue(x / width, light), (y * width + x) * 3);
    }
  }
  return { width, height, data, capturedAt: 0 };
}

/** A colour of the wheel, red at 0 and again at 1; each channel 0-255. */
const hue = (turn: number, light: number): number[] =>
  [0, 1 / 3, 2 / 3].map((at) => Math.round(255 * light * (0.5 + 0.5 * Math.cos(2 * Math.PI * (turn - at)))));
