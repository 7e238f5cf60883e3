import type { Ms } from '../../base/clock.ts';

const MOST = 10;
const WINDOW_MS = 60_000;
const PAUSE_MS = 60_000;

/** Counts what strangers do, whoever they are: so often in a minute, and for the next one they are not heard. */
export class TenAMinute {
  #at: Ms[] = [];
  #pausedUntil: Ms = -Infinity;

  paused(now: Ms): boolean {
    return now < this.#pausedUntil;
  }

  add(now: Ms): void {
    this.#at = [...this.#at.filter((at) => now - at < WINDOW_MS), now];
    if (this.#at.length < MOST) return;
    this.#at = [];
    this.#pausedUntil = now + PAUSE_MS;
  }
}
