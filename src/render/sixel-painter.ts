import type { RgbFrame, Size } from '../base/frame.ts';
import type { Rect } from '../base/grid.ts';
import type { SixelAbilities } from '../base/terminal.ts';
import { fitted } from './fitted.ts';
import { type Canvas, type ImagePainter, MOST_PIXELS, pixelsOf } from './image.ts';
import type { SixelKernel } from './sixel-kernel.ts';
import { type Magnification, SixelEncoder } from './sixel.ts';

const MAGNIFICATIONS = [1, 2, 3, 6] as const;
const UNLIMITED: Size = { width: Infinity, height: Infinity };
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
    const times = fewestFor(pixelsOf(inner, this.#cell));
    return { box: inner, across: width / times, down: height / times };
  }

  draw(frame: RgbFrame, place: Rect): Uint8Array {
    const { width, height } = pixelsOf(place, this.#cell);
    const nearest = MAGNIFICATIONS.findLast((times) => frame.width * times <= width * NEAR) ?? 1;
    const fewest = fewestFor({ width, height });
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

/** The magnification from which on a picture has not too many pixels. */
const fewestFor = ({ width, height }: Size): Magnification =>
  MAGNIFICATIONS.find((times) => width * height <= MOST_PIXELS * times ** 2) ?? 6;
