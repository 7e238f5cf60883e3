import type { RgbFrame, Size } from '../base/frame.ts';
import type { Display, Painted } from './picture/display.ts';

/** No screen: every picture counts as painted as soon as it is decoded. */
export class Headless implements Display {
  readonly counts = { painted: 0, skipped: 0, bytes: 0 };
  readonly renderer = 'none';
  readonly rttMs = undefined;
  readonly region: string;
  readonly #box: Size & { pixelAspect: number };
  readonly #painted: Painted;

  /** As if there were a terminal of that many cells, two pixels each. */
  constructor({ columns, rows, painted }: { columns: number; rows: number; painted: Painted }) {
    this.region = `${columns}x${rows}`;
    this.#box = { width: columns, height: rows * 2, pixelAspect: 1 };
    this.#painted = painted;
  }

  box(): Size & { pixelAspect: number } {
    return this.#box;
  }

  peerPicture({ capturedAt }: RgbFrame): void {
    this.counts.painted++;
    this.#painted(capturedAt);
  }

  selfPicture(): void {}
  forgetPeer(): void {}
  forgetSelf(): void {}
  changed(): void {}
  metersMoved(): void {}
  repaint(): void {}
  nextRenderer(): void {}
  nextColors(): void {}
  drain(): void {}
}
