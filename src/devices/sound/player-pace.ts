import { FRAME_MS } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';

export interface PlayerPaceOptions {
  /** How much sound waits for the device: enough for a main thread that is busy for 50 ms. */
  aheadMs: Ms;
  /** The player tells where it is. Until it does it may not play at all, and is given nothing. */
  reports: boolean;
}

/** Where a player is. */
export interface PlayerReport {
  /** How much it has played. */
  heardMs: Ms;
  /** How much more it has taken. */
  latencyMs: Ms;
}

/** What a player that reports needs to begin. */
export const PRIMING_FRAMES = 3;
/** There is word of a player ten times a second at least; one of which nothing was heard for so long has stopped. */
const SILENCE_MS = 300;
/** A report counts for so much in the mean of the player's own latency, which jumps by the block. */
const SMOOTHING = 1 / 8;
/** Of the last 400 ms the report that reached us soonest counts: we may have been busy when the others came. */
const REPORTS = 8;
/** Through a network a loudspeaker is two seconds late. What says more is not believed, lest it be given sound for ever. */
const MAX_LATENCY_MS = 5000;

/**
 * When a player has room for another frame. Where it tells how much was heard, that is believed; else it is taken for
 * a device that keeps our time, and stands still while it has nothing.
 */
export class PlayerPace {
  readonly #aheadMs: Ms;
  readonly #reports: boolean;
  #writtenMs: Ms;
  /** How far what was heard is ahead of our clock. */
  #leadMs: Ms = 0;
  /** By the last reports. */
  #leads: Ms[] = [];
  /** How much of what is not heard yet lies in the player, where nothing can be done about it. */
  #latencyMs: Ms | undefined;
  /** Undefined before there was word of it. */
  #livedAt: Ms | undefined;

  constructor({ aheadMs, reports }: PlayerPaceOptions) {
    this.#aheadMs = aheadMs;
    this.#reports = reports;
    this.#writtenMs = reports ? PRIMING_FRAMES * FRAME_MS : 0;
  }

  /** There is word of the player: it takes what it gets; and where it was at `at`, if it tells. */
  lives(at: Ms, report?: PlayerReport): void {
    this.#livedAt = at;
    if (!report) return;
    // What was never written can't be heard, whatever a player says.
    const heardMs = Math.min(report.heardMs, this.#writtenMs);
    this.#leads = [...this.#leads.slice(1 - REPORTS), heardMs - at];
    this.#leadMs = Math.max(...this.#leads);
    const latencyMs = Math.min(report.latencyMs, MAX_LATENCY_MS);
    this.#latencyMs ??= latencyMs;
    this.#latencyMs += (latencyMs - this.#latencyMs) * SMOOTHING;
  }

  /** Whether there is room for a frame, or will be in `earlyMs`. */
  hasRoom(now: Ms, earlyMs: Ms): boolean {
    return this.#isPlaying(now) && this.#waitingMs(now) <= this.#fullMs + earlyMs;
  }

  /**
   * If there is room for a frame, or will be in `earlyMs`, it counts as written, and will be heard in so long.
   * Undefined: there is none.
   */
  take(now: Ms, earlyMs: Ms): Ms | undefined {
    if (!this.hasRoom(now, earlyMs)) return undefined;
    const waitingMs = this.#waitingMs(now);
    // What was not there could not be heard: a device that ran dry goes on from here.
    if (!this.#reports) this.#leadMs = this.#heard(now) - now;
    this.#writtenMs += FRAME_MS;
    return Math.max(0, waitingMs);
  }

  /** When there will be room for a frame; undefined: not before there is word of the player. */
  due(now: Ms): Ms | undefined {
    return this.#isPlaying(now) ? now + Math.max(1, this.#waitingMs(now) - this.#fullMs) : undefined;
  }

  #isPlaying(now: Ms): boolean {
    return this.#livedAt !== undefined && now - this.#livedAt < SILENCE_MS;
  }

  /** With more there is no room for a frame. */
  get #fullMs(): Ms {
    return this.#aheadMs + (this.#latencyMs ?? 0) - FRAME_MS;
  }

  #waitingMs(now: Ms): Ms {
    return this.#writtenMs - this.#heard(now);
  }

  #heard(now: Ms): Ms {
    return Math.min(this.#writtenMs, this.#leadMs + now);
  }
}
