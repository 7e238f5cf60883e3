import type { Size } from '../base/frame.ts';
import type { Rect } from '../base/grid.ts';

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** The samples of a cell, and how much wider one is than a pixel of the frame at the same height. */
export interface CellShape {
  across: number;
  down: number;
  /** 1 when the frame was made for this terminal. */
  pixelAspect: number;
}

/**
 * The part of `box` in which a frame of the given size is shown undistorted: as large as fits, centred. An empty box or
 * frame gives an empty place.
 */
export function placeFor(frame: Size, box: Rect, { across, down, pixelAspect }: CellShape): Rect {
  const wide = frame.width / pixelAspect / across;
  const high = frame.height / down;
  const empty = Math.min(frame.width, frame.height, box.columns, box.rows) <= 0;
  const scale = empty ? 0 : Math.min(box.columns / wide, box.rows / high);
  const columns = empty ? 0 : clamp(Math.round(wide * scale), 1, box.columns);
  const rows = empty ? 0 : clamp(Math.round(high * scale), 1, box.rows);
  return {
    column: box.column + ((box.columns - columns) >> 1),
    row: box.row + ((box.rows - rows) >> 1),
    columns,
    rows,
  };
}
