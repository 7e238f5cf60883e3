import type { Ms } from '../base/clock.ts';

const MAX_GUESSES = 10;
const WINDOW_MS = 60_000;
const PAUSE_MS = 60_000;

/** Counts wrong secrets, whoever sends them: so many in a minute, and for the next one strangers are not heard. */
export class Guesses {
  #at: Ms[] = [];
  #pausedUntil: Ms = -Infinity;

  paused(now: Ms): boolean {
    return now < this.#pausedUntil;
  }

  add(now: Ms): void {
    this.#at = [...this.#at.filter((at) => now - at < WINDOW_MS), now];
    if (this.#at.length < MAX_GUESSES) return;
    this.#at = [];
    this.#pausedUntil = now + PAUSE_MS;
  }
}
