import type { Ms } from '../../src/base/clock.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** A line to a terminal in virtual time: it carries so much a second, swallows whatever is written, and answers later. */
export class SlowLine {
  /** Bytes a second. */
  rate: number;
  /** From the last byte's arrival to the answer. */
  readonly rttMs: Ms;
  /** Nothing goes through. */
  stuck = false;
  answered: () => void = () => {};
  readonly #clock: VirtualClock;
  #freeAt: Ms = -Infinity;
  #bytes = 0;

  constructor(clock: VirtualClock, { rate, rttMs }: { rate: number; rttMs: Ms }) {
    this.#clock = clock;
    this.rate = rate;
    this.rttMs = rttMs;
  }

  /** Bytes that have gone through. */
  get carried(): number {
    return this.#bytes;
  }

  write(bytes: number, shown: () => void = () => {}): void {
    this.#freeAt = Math.max(this.#freeAt, this.#clock.now()) + (bytes / this.rate) * 1000;
    this.#clock.at(this.#freeAt, () => {
      if (this.stuck) return;
      this.#bytes += bytes;
      shown();
      this.#clock.at(this.#clock.now() + this.rttMs, () => this.answered());
    });
  }
}
