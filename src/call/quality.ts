import type { Ms } from '../base/clock.ts';
import type { Wish } from '../base/frame.ts';
import type { Transport } from '../base/net.ts';
import { Credit } from './credit.ts';

/** How the next frame is to be made. */
export interface Plan {
  wish: Wish;
  fps: number;
  bitrateBps: number;
  keyFrame: boolean;
}

/** 160 x 90 at 30 fps looks good (36 dB on faces) with this; the need grows slower than the number of pixels. */
const REFERENCE_BPS = 180_000;
const REFERENCE_PIXELS = 160 * 90;
const REFERENCE_FPS = 30;
const PIXELS_EXPONENT = 0.7;
const FPS_EXPONENT = 0.6;
const MIN_BPS = 30_000;
/** A peer that asks for key frames all the time gets no more than two a second: each is worth dozens of others. */
const KEY_FRAME_INTERVAL_MS = 500;
/** A camera's clock trembles; a frame that comes this share of an interval early still counts as on time. */
const EARLY = 0.4;

/** The bitrate that a wish is worth. */
export function bitrateFor({ width, height, fps }: Wish): number {
  const pixels = ((width * height) / REFERENCE_PIXELS) ** PIXELS_EXPONENT;
  return Math.max(MIN_BPS, Math.round(REFERENCE_BPS * pixels * (fps / REFERENCE_FPS) ** FPS_EXPONENT));
}

/** Decides what becomes of each frame of the camera: how it is coded, or that it is dropped before the encoder. */
export class Quality {
  readonly #maxBps: number;
  readonly #maxFps: number;
  readonly credit = new Credit();
  #wish: Wish | undefined;
  #transport: Transport = 'memory';
  #keyFrameWanted = false;
  #lastKeyFrameAt = -Infinity;
  #nextFrameAt = -Infinity;

  constructor(limits: { maxBps?: number | undefined; maxFps: number }) {
    this.#maxBps = limits.maxBps ?? Infinity;
    this.#maxFps = limits.maxFps;
  }

  /** What the receiver can show; undefined: nobody looks. */
  set wish(wish: Wish | undefined) {
    this.#wish = wish;
  }

  get wish(): Wish | undefined {
    return this.#wish;
  }

  set transport(transport: Transport) {
    this.#transport = transport;
  }

  wantKeyFrame(): void {
    this.#keyFrameWanted = true;
  }

  /** Undefined: this frame is dropped before the encoder. */
  admit(capturedAt: Ms, now: Ms): Plan | undefined {
    const wish = this.#wish;
    if (!wish) return undefined;
    const fps = Math.min(wish.fps, this.#maxFps);
    const bitrateBps = Math.min(bitrateFor({ ...wish, fps }), this.#maxBps);
    if (this.#transport === 'tcp' && !this.credit.open(bitrateBps, now)) return undefined;
    if (!this.#onTime(capturedAt, 1000 / fps)) return undefined;
    return { wish, fps, bitrateBps, keyFrame: this.#takeKeyFrame(now) };
  }

  #onTime(capturedAt: Ms, intervalMs: number): boolean {
    if (capturedAt < this.#nextFrameAt - intervalMs * EARLY) return false;
    this.#nextFrameAt = Math.max(this.#nextFrameAt, capturedAt - intervalMs) + intervalMs;
    return true;
  }

  #takeKeyFrame(now: Ms): boolean {
    if (!this.#keyFrameWanted || now - this.#lastKeyFrameAt < KEY_FRAME_INTERVAL_MS) return false;
    this.#keyFrameWanted = false;
    this.#lastKeyFrameAt = now;
    return true;
  }
}
