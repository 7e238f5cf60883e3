import type { Ms } from '../../base/clock.ts';

/** Asked again after two round trips and this, until a key frame comes. */
const PATIENCE_MS = 50;
const UNKNOWN_RTT_MS = 100;

/** Asks for a key frame, again and again, but never faster than one could come (RFC 4585, 6.3.1). */
export class KeyFrameRequest {
  #nextAt: Ms | undefined;
  #lastAt = -Infinity;

  /** The picture can't go on without one. */
  want(): void {
    this.#nextAt ??= this.#lastAt;
  }

  satisfied(): void {
    this.#nextAt = undefined;
  }

  get pending(): boolean {
    return this.#nextAt !== undefined;
  }

  due(): Ms | undefined {
    return this.#nextAt;
  }

  /** True when a request is to be sent now. */
  tick(now: Ms, rttMs: number | undefined): boolean {
    if (this.#nextAt === undefined || now < this.#nextAt) return false;
    this.#lastAt = now + 2 * (rttMs ?? UNKNOWN_RTT_MS) + PATIENCE_MS;
    this.#nextAt = this.#lastAt;
    return true;
  }
}
