import type { Ms } from '../base/clock.ts';

/** What may be written at once ahead of the rate. */
const DEPTH_MS = 150;

/** Keeps what is written to a rate where nothing tells how much was read. */
export class LeakyBucket {
  readonly #bytesPerMs: number;
  /** When all that was written will have run out. */
  #emptyAt: Ms = -Infinity;

  constructor(bytesPerSecond: number) {
    this.#bytesPerMs = bytesPerSecond / 1000;
  }

  spend(bytes: number, now: Ms): void {
    this.#emptyAt = Math.max(this.#emptyAt, now) + bytes / this.#bytesPerMs;
  }

  /** Bytes that may be written now: none before it is half empty, so that no frame is too small to be worth it. */
  room(now: Ms): number {
    const left = DEPTH_MS - Math.max(0, this.#emptyAt - now);
    return left * 2 >= DEPTH_MS ? left * this.#bytesPerMs : 0;
  }

  /** When there is room again; undefined when there is. */
  due(now: Ms): Ms | undefined {
    return this.room(now) > 0 ? undefined : this.#emptyAt - DEPTH_MS / 2;
  }
}
