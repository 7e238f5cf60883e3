import type { Ms } from '../../base/clock.ts';
import type { Wish } from '../../base/frame.ts';
import { Demand } from './demand.ts';
import type { Display } from './display.ts';
import type { CallState, Stats } from '../state.ts';

/** Where there is no room for a picture, as little as can be asked for. */
const NEXT_TO_NOTHING: Wish = { width: 16, height: 10, pixelAspect: 1, fps: 1 };

/** Narrower than that, a face is a blur: rather fewer frames. */
const LEAST_WIDTH = 60;

/** What we ask the peer to show us: as much as our screen has room for and our terminal can show. */
export class Wishes {
  readonly #display: Display;
  readonly #demand: Demand;
  #skipped = 0;
  #told: Wish | undefined;

  constructor(display: Display, fps: number) {
    this.#display = display;
    this.#demand = new Demand(fps);
  }

  /** Frames a second that were asked for last; 0 where there is no room for a picture. */
  get fps(): number {
    return this.#told && this.#told !== NEXT_TO_NOTHING ? this.#told.fps : 0;
  }

  /** What the last second was like. */
  measured({ tty }: Stats, now: Ms): void {
    this.#demand.push({ painted: tty.fps, skipped: tty.skipped - this.#skipped }, now);
    this.#skipped = tty.skipped;
  }

  /** The wish for a screen in that state, to be told now. */
  take(state: CallState): Wish {
    const box = this.#display.box(state);
    this.#told = box ? this.#wishFor(box) : NEXT_TO_NOTHING;
    return this.#told;
  }

  /** The same, if it isn't what was told last. */
  takeNew(state: CallState): Wish | undefined {
    const told = this.#told;
    const wish = this.take(state);
    return told && isSame(told, wish) ? undefined : wish;
  }

  #wishFor({ width, height, pixelAspect }: Omit<Wish, 'fps'>): Wish {
    const { fps } = this.#demand;
    const size = Math.min(1, Math.max(this.#demand.size, LEAST_WIDTH / width));
    return { width: Math.ceil(width * size), height: Math.ceil(height * size), pixelAspect, fps };
  }
}

const isSame = (one: Wish, other: Wish): boolean =>
  one.width === other.width &&
  one.height === other.height &&
  one.pixelAspect === other.pixelAspect &&
  one.fps === other.fps;
