import type { Ms } from '../../base/clock.ts';

/** Who goes on speaking for so long while muted has not noticed. */
const UNNOTICED_MS = 600;
/** And is not told again and again. */
const TOLD_MS = 4000;

/** Notices who speaks to nobody. */
export class Unheard {
  #since: Ms | undefined;
  #toldUntil: Ms = -Infinity;

  /** Whether somebody speaks and is muted, every 20 ms. True when that is news to be told. */
  push(speaks: boolean, now: Ms): boolean {
    this.#since = speaks ? (this.#since ?? now) : undefined;
    if (this.#since === undefined || now - this.#since < UNNOTICED_MS) return false;
    const isNews = !this.isToldAt(now);
    this.#toldUntil = now + TOLD_MS;
    return isNews;
  }

  isToldAt(now: Ms): boolean {
    return now < this.#toldUntil;
  }

  /** The user has noticed. */
  forget(): void {
    this.#toldUntil = -Infinity;
  }
}
