import type { RgbFrame, Size } from '../base/frame.ts';
import type { Rect } from '../base/grid.ts';
import { type Canvas, type ImagePainter, scaledCanvas } from './image.ts';
import { PngEncoder } from './png-encoder.ts';

/**
 * Pictures by the inline images of iTerm2 (iterm2.com/documentation-images.html): PNG files in base64, which the terminal
 * stretches over cells. They become part of the cells, so whatever is written there takes them away.
 */
export class Iterm2Painter implements ImagePainter {
  readonly renderer = 'iterm2';
  readonly #cell: Size;
  readonly #encoder = new PngEncoder();

  constructor(cell: Size) {
    this.#cell = cell;
  }

  canvasIn(box: Rect): Canvas {
    return scaledCanvas(box, this.#cell);
  }

  draw(frame: RgbFrame, place: Rect): Uint8Array {
    const file = this.#encoder.encode(frame);
    const size = `size=${file.length};width=${place.columns};height=${place.rows}`;
    const image = `\x1b]1337;File=inline=1;${size};preserveAspectRatio=0:${file.toString('base64')}\x07`;
    return Buffer.from(image, 'latin1');
  }

  forget(): void {}

  erase(): Uint8Array {
    return new Uint8Array(0);
  }
}
