import type { Ms } from '../base/clock.ts';
import type { Wish } from '../base/frame.ts';
import type { Display } from './display.ts';
import { FrameRate } from './frame-rate.ts';
import type { CallState, Stats } from './state.ts';

/** Where there is no room for a picture, as little as can be asked for. */
const NEXT_TO_NOTHING: Wish = { width: 16, height: 10, pixelAspect: 1, fps: 1 };

/** What we ask the peer to show us: as much as our screen has room for, and as often as our terminal can show it. */
export class Wishes {
  readonly #display: Display;
  readonly #frameRate: FrameRate;
  #skipped = 0;
  #told: Wish | undefined;

  constructor(display: Display, fps: number) {
    this.#display = display;
    this.#frameRate = new FrameRate(fps);
  }

  /** Frames a second that were asked for last; 0 where there is no room for a picture. */
  get fps(): number {
    return this.#told && this.#told !== NEXT_TO_NOTHING ? this.#told.fps : 0;
  }

  /** What the last second was like. */
  measured({ tty }: Stats, now: Ms): void {
    this.#frameRate.push({ painted: tty.fps, skipped: tty.skipped - this.#skipped }, now);
    this.#skipped = tty.skipped;
  }

  /** The wish for a screen in that state, to be told now. */
  take(state: CallState): Wish {
    const box = this.#display.box(state);
    this.#told = box ? { ...box, fps: this.#frameRate.fps } : NEXT_TO_NOTHING;
    return this.#told;
  }

  /** The same, if it isn't what was told last. */
  takeNew(state: CallState): Wish | undefined {
    const told = this.#told;
    const wish = this.take(state);
    return told && isSame(told, wish) ? undefined : wish;
  }
}

const isSame = (one: Wish, other: Wish): boolean =>
  one.width === other.width &&
  one.height === other.height &&
  one.pixelAspect === other.pixelAspect &&
  one.fps === other.fps;
