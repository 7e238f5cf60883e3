import type { RgbFrame, Size } from '../base/frame.ts';
import type { Rect } from '../base/grid.ts';
import type { SixelAbilities } from '../base/terminal.ts';
import { fitted } from './fitted.ts';
import { type Canvas, type ImagePainter, MOST_PIXELS, pixelsOf } from './image.ts';
import type { SixelKernel } from './sixel-kernel.ts';
import { type Magnification, SixelEncoder } from './sixel.ts';

const MAGNIFICATIONS = [1, 2, 3, 6] as const;
const UNLIMITED: Size = { width: Infinity, height: Infinity };
/** A picture as wide as this fills the width of a box that is higher; most are, and others may be larger by `SPARE`. */
const WIDEST = 16 / 9;
const SPARE = 1.5;
/** A frame that is so much too large or small for a magnification is still shown by it. */
const NEAR = 1.2;

/**
 * Pictures as sixels. The terminal does not scale them, so in a large window each pixel becomes a square of several.
 * Whatever is written over the cells of an image takes it away.
 */
export class SixelPainter implements ImagePainter {
  readonly renderer = 'sixel';
  readonly #cell: Size;
  readonly #largest: Size;
  readonly #encoder: SixelEncoder;

  constructor(cell: Size, { largest = UNLIMITED, ...abilities }: SixelAbilities, kernel: SixelKernel) {
    this.#cell = cell;
    this.#largest = largest;
    this.#encoder = new SixelEncoder(abilities, kernel);
  }

  canvasIn(box: Rect): Canvas {
    const { width, height } = this.#cell;
    const columns = Math.min(box.columns, Math.floor(this.#largest.width / width));
    const rows = Math.min(box.rows, Math.floor(this.#largest.height / height));
    const column = box.column + ((box.columns - columns) >> 1);
    const row = box.row + ((box.rows - rows) >> 1);
    const inner = { column, row, columns, rows };
    const room = pixelsOf(inner, this.#cell);
    const times = fewestFor(room.width * Math.min(room.height, room.width / WIDEST));
    return { box: inner, across: width / times, down: height / times };
  }

  draw(frame: RgbFrame, place: Rect): Uint8Array {
    const { width, height } = pixelsOf(place, this.#cell);
    const nearest = MAGNIFICATIONS.findLast((times) => frame.width * times <= width * NEAR) ?? 1;
    const fewest = fewestFor((width * height) / SPARE);
    const times = nearest > fewest ? nearest : fewest;
    const room = { width: Math.floor(width / times), height: Math.floor(height / times) };
    const slack = { width: this.#cell.width / times, height: this.#cell.height / times };
    return this.#encoder.encode(fitted(frame, room, slack), times);
  }

  forget(): void {
    this.#encoder.forget();
  }

  erase(): Uint8Array {
    return new Uint8Array(0);
  }
}

/** The magnification from which on a picture of so many pixels of the screen is not too large. */
const fewestFor = (pixels: number): Magnification =>
  MAGNIFICATIONS.find((times) => pixels <= MOST_PIXELS * times ** 2) ?? 6;
