import { FRAME_MS } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';

export interface PlayerPaceOptions {
  /** How much sound waits for the device: enough for a main thread that is busy for 50 ms. */
  aheadMs: Ms;
  /** The player tells where it is. Until it does it may not play at all, and is given nothing. */
  reports: boolean;
}

/** A player that reports does so every 50 ms; one that says nothing for so long has stopped. */
const REPORT_MS = 250;
/** A report counts for so much in the mean of the player's own latency, which jumps by the block. */
const SMOOTHING = 1 / 8;

/**
 * When a player has room for another frame. Where it tells how much was heard, that is believed; else it is taken for
 * a device that keeps our time, and stands still while it has nothing.
 */
export class PlayerPace {
  readonly #aheadMs: Ms;
  readonly #reports: boolean;
  #writtenMs = 0;
  #askedMs = 0;
  /** What was heard by `#heardAt`; undefined before it began. */
  #heardMs = 0;
  #heardAt: Ms | undefined;
  /** How much of what is not heard yet lies in the player, where nothing can be done about it. */
  #latencyMs: Ms | undefined;

  constructor({ aheadMs, reports }: PlayerPaceOptions) {
    this.#aheadMs = aheadMs;
    this.#reports = reports;
  }

  /** The player says how much it has played, and how much more it has taken. */
  report(heardMs: Ms, latencyMs: Ms, now: Ms): void {
    this.#heardMs = heardMs;
    this.#heardAt = now;
    this.#latencyMs ??= latencyMs;
    this.#latencyMs += (latencyMs - this.#latencyMs) * SMOOTHING;
  }

  /** Asks for a frame when there is room: in how long it will be heard. Undefined when there is none. */
  ask(now: Ms): Ms | undefined {
    if (this.#reports && this.#heardAt === undefined) return undefined;
    const waitingMs = this.#waitingMs(now);
    if (waitingMs > this.#targetMs - FRAME_MS) return undefined;
    this.#askedMs += FRAME_MS;
    return Math.max(0, waitingMs);
  }

  /** A frame is on its way to the device. */
  wrote(now: Ms): void {
    // What was not there could not be heard: a device that ran dry goes on from here.
    const heardMs = this.#heard(now);
    if (!this.#reports) [this.#heardMs, this.#heardAt] = [heardMs, now];
    this.#writtenMs += FRAME_MS;
    this.#askedMs = Math.max(0, this.#askedMs - FRAME_MS);
  }

  /** When there may be room. */
  due(now: Ms): Ms {
    return now + Math.max(1, this.#waitingMs(now) - this.#targetMs + FRAME_MS);
  }

  get #targetMs(): Ms {
    return this.#aheadMs + (this.#latencyMs ?? 0);
  }

  #waitingMs(now: Ms): Ms {
    return this.#writtenMs + this.#askedMs - this.#heard(now);
  }

  #heard(now: Ms): Ms {
    if (this.#heardAt === undefined) return 0;
    const elapsed = Math.max(0, now - this.#heardAt);
    const believed = this.#reports ? Math.min(elapsed, REPORT_MS) : elapsed;
    return Math.min(this.#writtenMs, this.#heardMs + believed);
  }
}
