import type { Ms } from '../../base/clock.ts';
import type { Stats } from '../state.ts';

/** What tells how good a call is. */
export interface Reading {
  lossPct: number;
  /** From the camera over there to the terminal here; with no picture half the round trip. */
  latencyMs: Ms;
  /** Frames shown. */
  fps: number;
  /** Frames that should have been; 0 while no picture is due. */
  askedFps: number;
  /** How long there was no picture, or none being due, not a byte. */
  silentMs: Ms;
}

export interface Second {
  stats: Stats;
  /** 0: their camera is off or broken, or there is no room for a picture. */
  askedFps: number;
  /** Media that came in, in all. */
  receivedBytes: number;
}

/** A camera takes so long to open: until then its first picture isn't missed. */
const OPENING_MS = 5000;

/** Reads the signs of each second; knows when a picture is due. */
export class Signs {
  #aliveAt: Ms | undefined;
  #receivedBytes = 0;
  #askedSince: Ms | undefined;
  #seen = false;

  /** Once a second. */
  read({ stats, askedFps, receivedBytes }: Second, now: Ms): Reading {
    const { fps, latencyMsP50 } = stats.video.received;
    const due = this.#isDue(askedFps > 0, fps > 0, now);
    if (due ? fps > 0 : receivedBytes > this.#receivedBytes) this.#aliveAt = now;
    this.#receivedBytes = receivedBytes;
    this.#aliveAt ??= now;
    return {
      lossPct: stats.lossPct,
      latencyMs: fps > 0 ? latencyMsP50 : stats.rttMs / 2,
      fps,
      askedFps: due ? askedFps : 0,
      silentMs: now - this.#aliveAt,
    };
  }

  #isDue(asked: boolean, shown: boolean, now: Ms): boolean {
    this.#askedSince = asked ? (this.#askedSince ?? now) : undefined;
    this.#seen = asked && (this.#seen || shown);
    return this.#askedSince !== undefined && (this.#seen || now - this.#askedSince >= OPENING_MS);
  }
}
