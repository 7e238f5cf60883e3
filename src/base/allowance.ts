import type { Ms } from './clock.ts';

/** So many at once, then one more in each. */
export interface Rate {
  atOnce: number;
  eachMs: Ms;
}

/** As many at once as in a second, and no more than that in the long run. */
export const perSecond = (count: number): Rate => ({ atOnce: count, eachMs: 1000 / count });

/** How many of something are let through: a bucket of tokens, full at first. */
export class Allowance {
  readonly #rate: Rate;
  /** As of `#countedAt`; less than none where more was used up than there was. */
  #left: number;
  #countedAt: Ms = -Infinity;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#left = rate.atOnce;
  }

  /** From then on one more may go through. */
  get freeAt(): Ms {
    return this.#countedAt + Math.max(0, 1 - this.#left) * this.#rate.eachMs;
  }

  /** True when one more is let through now, which uses it up. */
  take(now: Ms): boolean {
    const isFree = this.freeAt <= now;
    if (isFree) this.spend(now);
    return isFree;
  }

  /** Uses up one more, whether it is free or not. */
  spend(now: Ms): void {
    const earned = Math.max(0, now - this.#countedAt) / this.#rate.eachMs;
    this.#left = Math.min(this.#rate.atOnce, this.#left + earned) - 1;
    this.#countedAt = now;
  }
}
