import type { Cancel, Clock, Ms } from '../base/clock.ts';

/** Tells once when nothing came for `limitMs`, and again only after something came in between. */
export class StallWatch {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #stalled: () => void;
  #lastAt: Ms;
  #cancel: Cancel | undefined;

  constructor(clock: Clock, limitMs: number, stalled: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#stalled = stalled;
    this.#lastAt = clock.now();
    this.#arm();
  }

  /** Something came. */
  feed(): void {
    this.#lastAt = this.#clock.now();
    if (!this.#cancel) this.#arm();
  }

  close(): void {
    this.#cancel?.();
  }

  /** Feeding does not move the timer, which would cost more than looking again when it is due. */
  #arm(): void {
    this.#cancel = this.#clock.at(this.#lastAt + this.#limitMs, () => {
      this.#cancel = undefined;
      if (this.#clock.now() < this.#lastAt + this.#limitMs) this.#arm();
      else this.#stalled();
    });
  }
}
