import type { Cancel, Clock, Ms } from '../base/clock.ts';

/** The others follow the first answer at once; a line that trembles may hold them up for as long again. */
const GROWTH = 2;

/** How long the answers to a batch of questions are waited for: longer where the line to the terminal is long. */
export class Patience {
  /** Resolves when the last answer has come, or won't. */
  readonly over: Promise<void>;
  readonly #clock: Clock;
  readonly #askedAt: Ms;
  #due: Ms;
  #cancel: Cancel;
  #end: () => void = () => {};

  constructor(clock: Clock, limitMs: Ms) {
    this.over = new Promise((resolve) => (this.#end = resolve));
    this.#clock = clock;
    this.#askedAt = clock.now();
    this.#due = this.#askedAt + limitMs;
    this.#cancel = clock.at(this.#due, this.#end);
  }

  /** An answer came, but not the last one. */
  heard(): void {
    const now = this.#clock.now();
    const due = now + GROWTH * (now - this.#askedAt);
    if (due <= this.#due) return;
    this.#due = due;
    this.#cancel();
    this.#cancel = this.#clock.at(due, this.#end);
  }

  end(): void {
    this.#cancel();
    this.#end();
  }
}
