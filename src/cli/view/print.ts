import type { RgbFrame, Size } from '../../base/frame.ts';
import { Grid, type Rect } from '../../base/grid.ts';
import {
  CELL_RENDERERS,
  IMAGE_RENDERERS,
  type CellRenderer,
  type ImageRenderer,
} from '../../base/renderer.ts';
import type { Abilities } from '../../base/terminal.ts';
import { cellPainter } from '../../render/cell-painter.ts';
import { cutToAspect } from '../../render/cut.ts';
import { writeImage, writeLines } from '../../render/flow.ts';
import { imagePainter } from '../../render/image-painter.ts';
import type { Kernels } from '../../render/kernels.ts';
import { placeFor } from '../../render/place.ts';
import { loadKernels } from '../kernels.ts';
import { largestFor, shotsOf, type Showing } from './showing.ts';
import { unaskedAbilities } from './unasked.ts';

/** What makes a picture of bytes for wherever the cursor is. */
interface Printer {
  /** The pixels that it can show. */
  room: Size;
  print: (frame: RgbFrame) => Uint8Array;
}

/** The first picture of a film where the cursor is, like the output of any other command. */
export async function print(showing: Showing): Promise<void> {
  const abilities = unaskedAbilities(showing.options);
  const [renderer] = abilities.renderers;
  const printer = printerFor(abilities, await loadKernels());
  for await (const { frame } of shotsOf(showing, largestFor(printer.room, renderer), undefined)) {
    const fitted = showing.options.fit === 'contain' ? frame : cutToAspect(frame, aspectOf(abilities));
    const bytes = printer.print(fitted);
    await new Promise<void>((resolve) => {
      showing.stop.signal.addEventListener('abort', () => resolve());
      process.stdout.write(bytes, () => resolve());
    });
    return;
  }
}

function printerFor(abilities: Abilities, kernels: Kernels): Printer {
  const [renderer] = abilities.renderers;
  const image = IMAGE_RENDERERS.find((each) => each === renderer);
  const cells = CELL_RENDERERS.find((each) => each === renderer);
  return image ? imagePrinter(image, abilities, kernels) : cellPrinter(cells ?? 'half', abilities, kernels);
}

const aspectOf = ({ columns, rows, cellWidth, cellHeight }: Abilities): number =>
  (columns * cellWidth) / (rows * cellHeight);

const boxOf = ({ columns, rows }: Abilities): Rect => ({ column: 0, row: 0, columns, rows });

function cellPrinter(renderer: CellRenderer, abilities: Abilities, kernels: Kernels): Printer {
  const { colorDepth: depth, cellWidth, cellHeight, columns, rows } = abilities;
  const painter = cellPainter({ renderer, depth, kernel: kernels.cells() });
  const { across, down } = painter;
  const pixelAspect = (cellWidth * down) / (cellHeight * across);
  return {
    room: { width: columns * across, height: rows * down },
    print: (frame) => {
      const place = atOrigin(placeFor(frame, boxOf(abilities), { across, down, pixelAspect }));
      const grid = new Grid(place.columns, place.rows);
      painter.draw(frame, grid, place, { mirrored: false, shown: undefined, tolerance: 0, turn: 0 });
      return writeLines(grid, depth);
    },
  };
}

function imagePrinter(renderer: ImageRenderer, abilities: Abilities, kernels: Kernels): Printer {
  const { cellWidth: width, cellHeight: height, sixel } = abilities;
  const painter = imagePainter({ renderer, cell: { width, height }, sixel, kernels });
  const { box, ...shape } = painter.canvasIn(boxOf(abilities));
  return {
    room: { width: Math.floor(box.columns * shape.across), height: Math.floor(box.rows * shape.down) },
    print: (frame) => {
      const place = atOrigin(placeFor(frame, box, { ...shape, pixelAspect: 1 }));
      return writeImage(painter.draw(frame, place), place.rows);
    },
  };
}

const atOrigin = ({ columns, rows }: Rect): Rect => ({ column: 0, row: 0, columns, rows });
