import type { RgbFrame, Size } from '../base/frame.ts';
import type { Rect } from '../base/grid.ts';
import type { ImageRenderer } from '../base/renderer.ts';

/** Where a picture goes, and how many of its pixels are of use in one cell there; they need not be whole numbers. */
export interface Canvas {
  box: Rect;
  across: number;
  down: number;
}

/** Paints the pictures of one place as images, by a protocol of the terminal. */
export interface ImagePainter {
  readonly renderer: ImageRenderer;
  /** The part of `box` that a picture can take. */
  canvasIn(box: Rect): Canvas;
  /** The bytes that show a frame from the cursor on, in as many cells as `place` has; the cursor ends anywhere. */
  draw(frame: RgbFrame, place: Rect): Uint8Array;
  /** Something was written over the cells of the image. */
  forget(): void;
  /** The bytes that take the image away; none where writing over its cells does. */
  erase(): Uint8Array;
}

/** As many pixels as a line and a processor carry thirty times a second. */
export const MOST_PIXELS = 640 * 400;

/** How large a box is in pixels. */
export const pixelsOf = ({ columns, rows }: Rect, cell: Size): Size => ({
  width: columns * cell.width,
  height: rows * cell.height,
});

/** A canvas with at most `MOST_PIXELS`, for a terminal that scales images itself. */
export function scaledCanvas(box: Rect, cell: Size): Canvas {
  const { width, height } = pixelsOf(box, cell);
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
  return { box, across: cell.width * scale, down: cell.height * scale };
}

/**
 * An image at a place on the screen. The cursor is saved and restored (DECSC, DECRC) because each terminal leaves it
 * somewhere else.
 */
export const drawnAt = ({ row, column }: Rect, image: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`\x1b7\x1b[${row + 1};${column + 1}H`), image, Buffer.from('\x1b8')]);
