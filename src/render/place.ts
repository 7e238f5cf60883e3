import type { Size } from '../base/frame.ts';
import type { Rect } from '../base/grid.ts';

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * The part of `box` in which a frame of the given size is shown undistorted: as large as fits, centred. A cell holds
 * two pixels, one above the other. `pixelAspect`: how much wider they are than those of the frame at the same height;
 * 1 when the frame was made for this terminal. An empty box or frame gives an empty place.
 */
export function placeFor(frame: Size, box: Rect, pixelAspect: number): Rect {
  const width = frame.width / pixelAspect;
  const empty = Math.min(frame.width, frame.height, box.columns, box.rows) <= 0;
  const scale = empty ? 0 : Math.min(box.columns / width, (box.rows * 2) / frame.height);
  const columns = empty ? 0 : clamp(Math.round(width * scale), 1, box.columns);
  const rows = empty ? 0 : clamp(Math.round((frame.height * scale) / 2), 1, box.rows);
  return {
    column: box.column + ((box.columns - columns) >> 1),
    row: box.row + ((box.rows - rows) >> 1),
    columns,
    rows,
  };
}
