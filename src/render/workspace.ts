import type { Size } from '../base/frame.ts';
import type { ArrayType, Heap } from './heap.ts';
import { spansOf, type Spans } from './spans.ts';

/** How a frame lies on the cells of a place. */
export interface Geometry {
  frame: Size;
  columns: number;
  rows: number;
  /** Samples of a cell. */
  across: number;
  down: number;
  mirrored: boolean;
}

/** Cells that are handled at once, and the samples that these have in a row. */
const GROUP = 8;
const LINE = 16;

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/** What a picture is made of: a plane for each channel, `sampleStride` x (rows * down). */
export interface Samples {
  readonly sampleStride: number;
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
}

/**
 * The arrays that a kernel works on. Cells are row-major, `cellStride` to a row; each row holds cells beyond the last
 * column, whose content means nothing, so that whole groups can be handled.
 */
export interface Workspace extends Samples {
  readonly geometry: Geometry;
  readonly cellStride: number;
  readonly columnSpans: Spans;
  readonly rowSpans: Spans;
  /** What a cell shows: the mask of its ink, or the number of its letter; and colours as 0xRRGGBB. */
  readonly shownMask: Uint8Array;
  readonly shownInk: Uint32Array;
  readonly shownPaper: Uint32Array;
  /** By how much the error of what is shown may exceed that of the best new look; 0: nothing but the best will do. */
  readonly allowance: Uint16Array;
  /** The best new look; and 1 where what is shown is good enough to stay. */
  readonly mask: Uint8Array;
  readonly ink: Uint32Array;
  readonly paper: Uint32Array;
  readonly kept: Uint8Array;
}

/** Lays the arrays for a geometry out on a heap. */
export function workspaceOf(geometry: Geometry, heap: Heap): Workspace {
  const { frame, columns, rows, across, down, mirrored } = geometry;
  const cellStride = roundUp(columns, GROUP);
  const sampleStride = roundUp(cellStride * across, LINE);
  const plane = (): Uint8Array => heap.take(Uint8Array, sampleStride * rows * down);
  const perCell = <T>(Type: ArrayType<T>): T => heap.take(Type, cellStride * rows);
  return {
    geometry,
    cellStride,
    sampleStride,
    columnSpans: spansOf(
      { pixels: frame.width, samples: columns * across, cell: across, reversed: mirrored },
      heap,
    ),
    rowSpans: spansOf({ pixels: frame.height, samples: rows * down, cell: down, reversed: false }, heap),
    red: plane(),
    green: plane(),
    blue: plane(),
    shownMask: perCell(Uint8Array),
    shownInk: perCell(Uint32Array),
    shownPaper: perCell(Uint32Array),
    allowance: perCell(Uint16Array),
    mask: perCell(Uint8Array),
    ink: perCell(Uint32Array),
    paper: perCell(Uint32Array),
    kept: perCell(Uint8Array),
  };
}
