import type { RgbFrame } from '../base/frame.ts';
import { DEFAULT_COLOR, type Grid, IMAGE, type Rect } from '../base/grid.ts';
import { type Canvas, drawnAt, type ImagePainter } from './image.ts';
import { placeFor } from './place.ts';

const NOTHING = new Uint8Array(0);

/** A frame whose pixels are `pixelAspect` x as wide as high. */
export interface Picture {
  frame: RgbFrame;
  pixelAspect: number;
}

/** A picture as an image, over cells that are kept free for it. */
export class ImageLayer {
  readonly #painter: ImagePainter;
  #wanted: { frame: RgbFrame; place: Rect } | undefined;
  /** What the terminal shows. */
  #shown: { frame: RgbFrame; place: Rect } | undefined;

  constructor(painter: ImagePainter) {
    this.#painter = painter;
  }

  get renderer(): ImagePainter['renderer'] {
    return this.#painter.renderer;
  }

  /** The part of `box` in which an image can lie: not in the last row, where some terminals scroll the screen after it. */
  canvasIn({ column, row, columns, rows }: Rect, screen: Pick<Grid, 'rows'>): Canvas {
    return this.#painter.canvasIn({
      column,
      row,
      columns,
      rows: Math.max(0, Math.min(rows, screen.rows - 1 - row)),
    });
  }

  /** Keeps the cells free in which the frame is to be; returns which. */
  reserve({ frame, pixelAspect }: Picture, box: Rect, target: Grid): Rect {
    const canvas = this.canvasIn(box, target);
    const place = placeFor(frame, canvas.box, { ...canvas, pixelAspect: 1 / pixelAspect });
    for (let row = place.row; row < place.row + place.rows; row++) {
      const from = row * target.columns + place.column;
      const to = from + place.columns;
      target.glyph.fill(IMAGE, from, to);
      target.foreground.fill(DEFAULT_COLOR, from, to);
      target.background.fill(DEFAULT_COLOR, from, to);
      target.style.fill(0, from, to);
    }
    this.#wanted = { frame, place };
    return place;
  }

  /** There is no picture to be shown. */
  vacate(): void {
    this.#wanted = undefined;
  }

  /** The bytes that take away what is shown. */
  leave(): Uint8Array {
    this.vacate();
    return this.update(false);
  }

  /** What follows the bytes of the cells. `overwritten`: they wrote over cells that belong to the image. */
  update(overwritten: boolean): Uint8Array {
    const [wanted, shown] = [this.#wanted, this.#shown];
    this.#shown = wanted;
    if (!wanted) return shown ? this.#painter.erase() : NOTHING;
    if (overwritten) this.#painter.forget();
    const { frame, place } = wanted;
    const isNew = !shown || !isSameFrame(frame, shown.frame) || !isSamePlace(place, shown.place);
    if (isEmpty(place) || !(overwritten || isNew)) return NOTHING;
    return drawnAt(place, this.#painter.draw(frame, place));
  }
}

/** A part that was cut out of a frame anew is the same again. */
const isSameFrame = (one: RgbFrame, other: RgbFrame): boolean =>
  one.capturedAt === other.capturedAt && one.width === other.width && one.height === other.height;

const isSamePlace = (one: Rect, other: Rect): boolean =>
  one.column === other.column &&
  one.row === other.row &&
  one.columns === other.columns &&
  one.rows === other.rows;

const isEmpty = ({ columns, rows }: Rect): boolean => columns * rows === 0;
