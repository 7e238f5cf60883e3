import type { Ms } from '../base/clock.ts';

/** Few steps, far apart: at the sender each change costs a key frame. */
const SHARES = [1, 2 / 3, 1 / 2, 1 / 3, 1 / 4, 1 / 6] as const;
/** A terminal that misses so many of the frames that come has too many of them. */
const TOO_MANY = 0.25;
/** It may be busy for a moment. */
const PATIENCE_SECONDS = 2;
/** So long without a miss before more is tried; twice as long each time that it was too much. */
const FIRST_QUIET_MS = 2500;
const LONGEST_QUIET_MS = 80_000;

/** How many frames a second to ask the peer for: what can't be shown need not be coded, sent and decoded. */
export class FrameRate {
  readonly #most: number;
  #step = 0;
  #missedSeconds = 0;
  #quietSince: Ms = -Infinity;
  #quietMs: Ms = FIRST_QUIET_MS;

  constructor(most: number) {
    this.#most = most;
  }

  get fps(): number {
    return Math.max(1, Math.round(this.#most * SHARES[this.#step]!));
  }

  /** Once a second: how many frames were painted, and how many gave way to newer ones before they could be. */
  push({ painted, skipped }: { painted: number; skipped: number }, now: Ms): void {
    if (this.#quietSince === -Infinity) this.#quietSince = now;
    const isTooMuch = skipped > TOO_MANY * (painted + skipped);
    this.#missedSeconds = isTooMuch ? this.#missedSeconds + 1 : 0;
    if (isTooMuch) this.#quietSince = now;
    if (this.#missedSeconds >= PATIENCE_SECONDS) this.#slower(painted);
    else if (now - this.#quietSince >= this.#quietMs) this.#faster(now);
  }

  #slower(painted: number): void {
    const fitting = SHARES.findIndex((share) => this.#most * share <= painted);
    const step = fitting < 0 ? SHARES.length - 1 : Math.max(fitting, this.#step + 1);
    this.#quietMs = Math.min(LONGEST_QUIET_MS, this.#quietMs * 2);
    this.#step = Math.min(step, SHARES.length - 1);
    this.#missedSeconds = 0;
  }

  #faster(now: Ms): void {
    this.#step = Math.max(0, this.#step - 1);
    this.#quietSince = now;
  }
}
