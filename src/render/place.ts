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

/**
 * `placeFor`, or the `last` place in the same box while the frame may well be the same picture in fewer pixels: sides are
 * even, so each is off by up to a pixel, and a small picture would be shown a row higher or lower for that, all repainted.
 */
export function steadyPlaceFor(frame: Size, box: Rect, shape: CellShape, last: Rect | undefined): Rect {
  if (!last || !isWithin(last, box)) return placeFor(frame, box, shape);
  const { across, down, pixelAspect } = shape;
  const ratio = (last.columns * across * pixelAspect) / (last.rows * down);
  const narrowest = (frame.width - 1) / (frame.height + 1);
  const widest = (frame.width + 1) / (frame.height - 1);
  return ratio >= narrowest && ratio <= widest ? last : placeFor(frame, box, shape);
}

/** Whether a place lies in the middle of a box, and touches two of its sides. */
const isWithin = (place: Rect, box: Rect): boolean =>
  (place.columns === box.columns || place.rows === box.rows) &&
  place.column === box.column + ((box.columns - place.columns) >> 1) &&
  place.row === box.row + ((box.rows - place.rows) >> 1);
