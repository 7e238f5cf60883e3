import type { Ms } from '../../base/clock.ts';

/** How many of something are let through: as many at once as in a second, and no more than that in the long run. */
export class Allowance {
  readonly #perSecond: number;
  #left: number;
  #countedAt: Ms = -Infinity;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
  }

  /** True when one more is let through now, which uses it up. */
  take(now: Ms): boolean {
    const earned = ((now - this.#countedAt) / 1000) * this.#perSecond;
    this.#left = Math.min(this.#perSecond, this.#left + earned);
    this.#countedAt = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
