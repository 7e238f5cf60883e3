import type { Ms } from '../../base/clock.ts';
import type { RgbFrame } from '../../base/frame.ts';

/** A picture may be so much earlier than its sound: less than people notice (ITU-R BT.1359-1: 125 ms). */
const LEAD_MS = 60;
/** A picture never waits longer: sound that is later than that is in trouble itself. */
const MAX_WAIT_MS = 300;

/**
 * Pictures are quicker than sound, which has to wait for late packets and in the loudspeaker's buffer. So a picture
 * waits until it is nearly in time with the lips; sound never waits for a picture.
 */
export class LipSync {
  readonly #show: (frame: RgbFrame) => void;
  #waiting: { frame: RgbFrame; at: Ms }[] = [];

  constructor(show: (frame: RgbFrame) => void) {
    this.#show = show;
  }

  /** From capture over there until now, or until it is heard; undefined: nothing is heard. */
  push(frame: RgbFrame, lag: { pictureMs: Ms; soundMs: Ms | undefined }, now: Ms): void {
    const waitMs = Math.min(MAX_WAIT_MS, (lag.soundMs ?? 0) - lag.pictureMs - LEAD_MS);
    // In their order, whatever the estimates do.
    const at = Math.max(now + waitMs, this.#waiting.at(-1)?.at ?? 0);
    this.#waiting.push({ frame, at });
    this.tick(now);
  }

  /** The camera over there is off. */
  clear(): void {
    this.#waiting = [];
  }

  due(): Ms | undefined {
    return this.#waiting[0]?.at;
  }

  tick(now: Ms): void {
    for (let next = this.#waiting[0]; next && next.at <= now; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#show(next.frame);
    }
  }
}
