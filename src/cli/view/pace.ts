import type { Cancel, Clock, Ms } from '../../base/clock.ts';

/** Who is later than this does not hurry to catch up. */
const LATE_MS = 500;

/** How long each picture of a film is seen. Nothing drifts: a picture that came late is followed by one in time. */
export class Pace {
  readonly #clock: Clock;
  /** When what is seen now has had its time. */
  #due: Ms | undefined;
  #pausedAt: Ms | undefined;
  #cancel: Cancel | undefined;
  #waiting: (() => void) | undefined;
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get paused(): boolean {
    return this.#pausedAt !== undefined;
  }

  /** Resolves when a picture that follows the last one has been seen for `lastsMs`, pauses not counted. */
  async seen(lastsMs: number): Promise<void> {
    const now = this.#clock.now();
    this.#due = Math.max(this.#due ?? now, now - LATE_MS) + lastsMs;
    if (this.#stopped) return;
    await new Promise<void>((resolve) => {
      this.#waiting = resolve;
      this.#arm();
    });
  }

  toggle(): void {
    if (this.paused) this.resume();
    else this.pause();
  }

  pause(): void {
    this.#cancel?.();
    this.#pausedAt ??= this.#clock.now();
  }

  resume(): void {
    if (this.#pausedAt === undefined) return;
    if (this.#due !== undefined) this.#due += this.#clock.now() - this.#pausedAt;
    this.#pausedAt = undefined;
    this.#arm();
  }

  /** What is seen now has had its time. */
  skip(): void {
    this.#cancel?.();
    this.#waiting?.();
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.#stopped = true;
    this.skip();
  }

  #arm(): void {
    if (this.#due === undefined || !this.#waiting || this.paused) return;
    this.#cancel = this.#clock.at(this.#due, this.#waiting);
  }
}
