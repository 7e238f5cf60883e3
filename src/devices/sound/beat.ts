import { FRAME_MS } from '../../base/audio.ts';
import type { Cancel, Clock, Ms } from '../../base/clock.ts';

/** Who is later than this has slept: nobody wants to hear what was missed. */
const SLEPT_MS = 1000;

/** Takes the place of a sound card's clock: one beat a frame, none left out when we are late, and no drift. */
export class Beat {
  readonly #clock: Clock;
  readonly #beat: (dueAt: Ms) => void;
  #dueAt: Ms;
  #cancel: Cancel = () => {};
  #closed = false;

  /** The first beat comes when a frame could have been recorded. */
  constructor(clock: Clock, beat: (dueAt: Ms) => void) {
    this.#clock = clock;
    this.#beat = beat;
    this.#dueAt = clock.now() + FRAME_MS;
    this.#wait();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #wait(): void {
    this.#cancel = this.#clock.at(this.#dueAt, () => this.#ring());
  }

  #ring(): void {
    const now = this.#clock.now();
    if (now - this.#dueAt > SLEPT_MS) this.#dueAt = now;
    for (; this.#dueAt <= now && !this.#closed; this.#dueAt += FRAME_MS) this.#beat(this.#dueAt);
    if (!this.#closed) this.#wait();
  }
}
