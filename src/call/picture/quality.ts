import type { Ms } from '../../base/clock.ts';
import type { Size, Wish } from '../../base/frame.ts';
import type { Transport } from '../../base/net.ts';
import { Credit } from '../path/credit.ts';

/** How a frame is to be made. */
export interface Plan {
  wish: Wish;
  fps: number;
  bitrateBps: number;
}

/** 160 x 90 at 30 fps looks good (36 dB on faces) with this; the need grows slower than the number of pixels. */
const REFERENCE_BPS = 200_000;
const REFERENCE_PIXELS = 160 * 90;
const REFERENCE_FPS = 30;
const PIXELS_EXPONENT = 0.7;
const FPS_EXPONENT = 0.6;
const MIN_BPS = 30_000;
/** A terminal shows no more; a peer that asks for more would only keep us busy. */
const MAX_PICTURE: Size = { width: 1280, height: 720 };
/** Each change of size opens a new encoder and costs a key frame. */
const WISH_INTERVAL_MS = 250;
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
  readonly credit = new Credit();
  readonly #maxBps: number;
  readonly #maxFps: number;
  #transport: Transport = 'memory';
  #wish: Wish | undefined;
  #served: { wish: Wish; since: Ms } | undefined;
  #keyFrameWanted = false;
  #keyFrameAt = -Infinity;
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

  /** Whether the frame that is to be coded now must stand alone; whoever asks sees to it. */
  takeKeyFrame(now: Ms): boolean {
    if (!this.#keyFrameWanted || now - this.#keyFrameAt < KEY_FRAME_INTERVAL_MS) return false;
    this.#keyFrameWanted = false;
    this.#keyFrameAt = now;
    return true;
  }

  /** A packet went out. */
  sent(packet: { sequenceNumber: number; bytes: number; frameEnd: boolean }, now: Ms): void {
    if (this.#transport === 'tcp') this.credit.sent(packet, now);
  }

  /** Undefined: this frame is dropped before the encoder. */
  admit(capturedAt: Ms, now: Ms): Plan | undefined {
    const wish = this.#serve(now);
    if (!wish) return undefined;
    const fps = Math.min(wish.fps, this.#maxFps);
    const bitrateBps = Math.min(bitrateFor({ ...wish, fps }), this.#maxBps);
    if (this.#transport === 'tcp' && !this.credit.open(bitrateBps, now)) return undefined;
    return this.#onTime(capturedAt, 1000 / fps) ? { wish, fps, bitrateBps } : undefined;
  }

  /** The wish that counts: new ones wait for a moment, since each change is dear. */
  #serve(now: Ms): Wish | undefined {
    if (!this.#wish) return undefined;
    if (!this.#served || (this.#served.wish !== this.#wish && now - this.#served.since >= WISH_INTERVAL_MS)) {
      this.#served = { wish: this.#wish, since: now };
    }
    return clamp(this.#served.wish);
  }

  #onTime(capturedAt: Ms, intervalMs: number): boolean {
    if (capturedAt < this.#nextFrameAt - intervalMs * EARLY) return false;
    this.#nextFrameAt = Math.max(this.#nextFrameAt, capturedAt - intervalMs) + intervalMs;
    return true;
  }
}

const clamp = (wish: Wish): Wish => ({
  ...wish,
  width: Math.min(wish.width, MAX_PICTURE.width),
  height: Math.min(wish.height, MAX_PICTURE.height),
});
