import type { Ms } from '../../base/clock.ts';

interface Step {
  /** Of the most frames a second. */
  frames: number;
  /** Of the width and of the height. */
  size: number;
}

/**
 * From all to next to nothing. Few steps, far apart: at the sender each change costs a key frame. Below ten frames a second a
 * picture does not move any more, so it becomes smaller first; it is painted as large as before, from fewer colours.
 */
const STEPS: readonly Step[] = [
  { frames: 1, size: 1 },
  { frames: 2 / 3, size: 1 },
  { frames: 1 / 2, size: 1 },
  { frames: 1 / 3, size: 1 },
  { frames: 1 / 2, size: 1 / 2 },
  { frames: 1 / 3, size: 1 / 2 },
  { frames: 1 / 3, size: 1 / 4 },
  { frames: 1 / 6, size: 1 / 4 },
];
/** A terminal that misses so many of the frames that come has too many of them. */
const TOO_MANY = 0.25;
/** It may be busy for a moment. */
const PATIENCE_SECONDS = 2;
/** At first we are busy ourselves: code is loaded and compiled. */
const FIRST_PATIENCE_SECONDS = 3;
/** So long without a miss before more is tried; twice as long each time that what was tried is too much. */
const FIRST_QUIET_MS = 2500;
const LONGEST_QUIET_MS = 80_000;

/** How much to ask the peer for: what can't be shown need not be coded, sent and decoded. */
export class Demand {
  readonly #mostFps: number;
  #at = 0;
  #missedSeconds = PATIENCE_SECONDS - FIRST_PATIENCE_SECONDS;
  #hasTriedMore = false;
  #quietSince: Ms = -Infinity;
  #quietMs: Ms = FIRST_QUIET_MS;

  /** `mostFps`: frames a second, at most. */
  constructor(mostFps: number) {
    this.#mostFps = mostFps;
  }

  get fps(): number {
    return Math.max(1, Math.round(this.#mostFps * this.#step.frames));
  }

  /** The part of the width and the height that there would be room for. */
  get size(): number {
    return this.#step.size;
  }

  /** Once a second: how many frames were painted, and how many gave way to newer ones before they could be. */
  push({ painted, skipped }: { painted: number; skipped: number }, now: Ms): void {
    if (this.#quietSince === -Infinity) this.#quietSince = now;
    const isTooMuch = skipped > TOO_MANY * (painted + skipped);
    this.#missedSeconds = isTooMuch ? this.#missedSeconds + 1 : 0;
    if (isTooMuch) this.#quietSince = now;
    if (this.#missedSeconds >= PATIENCE_SECONDS) this.#less(painted);
    else if (now - this.#quietSince >= this.#quietMs) this.#more(now);
  }

  #less(painted: number): void {
    const shown = (painted / this.#mostFps) * this.#step.size;
    const fitting = STEPS.findIndex(({ frames, size }) => frames * size <= shown);
    const at = fitting < 0 ? STEPS.length - 1 : Math.max(fitting, this.#at + 1);
    if (this.#hasTriedMore) this.#quietMs = Math.min(LONGEST_QUIET_MS, this.#quietMs * 2);
    this.#at = Math.min(at, STEPS.length - 1);
    this.#missedSeconds = 0;
  }

  #more(now: Ms): void {
    this.#hasTriedMore ||= this.#at > 0;
    this.#at = Math.max(0, this.#at - 1);
    this.#quietSince = now;
  }

  /** Half as wide and half as high, a picture takes about half of the bytes: colours change half as often in a row. */
  get #step(): Step {
    return STEPS[this.#at]!;
  }
}
