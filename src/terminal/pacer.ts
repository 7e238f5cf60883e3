import type { Cancel, Clock, Ms } from '../base/clock.ts';
import { Credit } from './credit.ts';
import { LeakyBucket } from './leaky-bucket.ts';
import { CAUGHT_UP } from './questions.ts';

export interface PacerOptions {
  clock: Clock;
  /** Frames a second, at most. */
  fps: number;
  /** Never more than this, in bytes a second; undefined: what the terminal is measured to take. */
  maxRate: number | undefined;
  /** What is believed, in bytes a second, where nobody answers for the terminal itself. */
  blindRate: number;
  /** There may be room again. */
  opened: () => void;
}

/** How fast frames may go to the terminal: as fast as it shows them, as far as that can be known. */
export class Pacer {
  readonly #clock: Clock;
  readonly #credit: Credit;
  readonly #opened: () => void;
  readonly #limit: LeakyBucket | undefined;
  readonly #blindLimit: LeakyBucket;
  #asks = false;
  #cancel: Cancel = () => {};
  #settled: () => void = () => {};

  constructor({ clock, fps, maxRate, blindRate, opened }: PacerOptions) {
    this.#clock = clock;
    this.#credit = new Credit(fps);
    this.#opened = opened;
    this.#limit = maxRate === undefined ? undefined : new LeakyBucket(maxRate);
    this.#blindLimit = new LeakyBucket(Math.min(blindRate, maxRate ?? Infinity));
  }

  /** The terminal itself answers `CAUGHT_UP`, and has taken so long for it. */
  trust(rttMs: Ms): void {
    this.#credit.measured(rttMs);
    this.#asks = true;
  }

  /** What a frame is to end with. */
  get question(): string {
    return this.#asks ? CAUGHT_UP : '';
  }

  /** An answer is outstanding. */
  get awaiting(): boolean {
    return this.#credit.unanswered > 0;
  }

  get rttMs(): number | undefined {
    return this.#asks ? this.#credit.minRttMs : undefined;
  }

  /** Bytes that the next frame may have; 0: not now. */
  get room(): number {
    const now = this.#clock.now();
    if (!this.#asks) return this.#blindLimit.room(now);
    return Math.min(this.#credit.room(now), this.#limit?.room(now) ?? Infinity);
  }

  sent(bytes: number): void {
    const now = this.#clock.now();
    this.#limit?.spend(bytes, now);
    if (this.#asks) this.#credit.sent(bytes, now);
    else this.#blindLimit.spend(bytes, now);
    this.#wait();
  }

  answered(): void {
    this.#credit.answered(this.#clock.now());
    this.#wait();
    if (!this.awaiting) this.#settled();
    this.#opened();
  }

  /** Resolves when no answer is outstanding any more, or after so long. */
  async settled(limitMs: Ms): Promise<void> {
    if (!this.awaiting) return;
    const over = new Promise<void>((resolve) => (this.#settled = resolve));
    const cancel = this.#clock.at(this.#clock.now() + limitMs, this.#settled);
    await over;
    cancel();
  }

  close(): void {
    this.#cancel();
  }

  #wait(): void {
    this.#cancel();
    const now = this.#clock.now();
    const due = this.#asks ? (this.#limit?.due(now) ?? this.#credit.due()) : this.#blindLimit.due(now);
    this.#cancel = due === undefined ? () => {} : this.#clock.at(due, this.#opened);
  }
}
