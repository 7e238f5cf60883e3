import type { RgbFrame, Size } from '../base/frame.ts';
import type { Rect } from '../base/grid.ts';
import { type Canvas, type ImagePainter, scaledCanvas } from './image.ts';
import { PngEncoder } from './png-encoder.ts';

/** The most base64 that one escape sequence may carry. */
const CHUNK = 4096;
/** Two ids that take turns. All programs in a terminal share them: ours begin with "vt". */
const IDS = [0x76740001, 0x76740002] as const;

const command = (control: string, payload: string): string => `\x1b_G${control};${payload}\x1b\\`;

/**
 * Pictures by the graphics protocol of kitty (sw.kovidgoyal.net/kitty/graphics-protocol): PNG files in base64, which the
 * terminal stretches over cells. The new picture covers the old one before that goes, so nothing flickers.
 */
export class KittyPainter implements ImagePainter {
  readonly renderer = 'kitty';
  readonly #cell: Size;
  readonly #encoder = new PngEncoder();
  #shown: number | undefined;

  constructor(cell: Size) {
    this.#cell = cell;
  }

  canvasIn(box: Rect): Canvas {
    return scaledCanvas(box, this.#cell);
  }

  draw(frame: RgbFrame, place: Rect): Uint8Array {
    const id = this.#shown === IDS[0] ? IDS[1] : IDS[0];
    const image = show(this.#encoder.encode(frame), id, place) + erase(this.#shown);
    this.#shown = id;
    return Buffer.from(image, 'latin1');
  }

  /** Text is under an image, not over it. */
  forget(): void {}

  erase(): Uint8Array {
    const bytes = Buffer.from(erase(this.#shown), 'latin1');
    this.#shown = undefined;
    return bytes;
  }
}

/** `C=1`: the cursor stays; `q=2`: no answer. */
function show(png: Buffer, id: number, { columns, rows }: Rect): string {
  const payload = png.toString('base64');
  const chunks: string[] = [];
  for (let from = 0; from < payload.length; from += CHUNK) {
    const more = from + CHUNK < payload.length ? 1 : 0;
    const control =
      from === 0 ? `a=T,f=100,i=${id},p=1,c=${columns},r=${rows},C=1,q=2,m=${more}` : `m=${more}`;
    chunks.push(command(control, payload.slice(from, from + CHUNK)));
  }
  return chunks.join('');
}

/** From the screen, and from the terminal's memory. */
const erase = (id: number | undefined): string =>
  id === undefined ? '' : command(`a=d,d=I,i=${id},q=2`, '');
