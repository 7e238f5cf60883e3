import type { Camera, CameraState } from '../base/devices.ts';
import type { RgbFrame, Size } from '../base/frame.ts';
import type { Loop } from './loop.ts';

export interface StudioParts {
  loop: Loop;
  /** Undefined: there is no picture to send, for the reason that `missing` tells. */
  camera: Camera | undefined;
  missing: string | undefined;
  fps: number;
  /** The user wants to be seen as soon as the call begins. */
  wanted: boolean;
  frame: (frame: RgbFrame) => void;
  /** No frame follows until the next opening. */
  closed: () => void;
  /** On, off, or in trouble: the peer and the user want to know. */
  changed: () => void;
}

/** No camera is opened for less: a terminal that is small now may grow. */
const LEAST: Size = { width: 160, height: 90 };
/** A camera gives up to so many times the size for which it was opened. */
const HEADROOM = 2;

/**
 * The camera as people see it. The device is open exactly while the user wants it, the call is on, and this process
 * isn't stopped: whoever looks at the light beside the lens must be able to believe it.
 */
export class Studio {
  readonly #parts: StudioParts;
  #wanted: boolean;
  #near: Size | undefined;
  #suspended = false;
  #open = false;
  /** The source is over, or the device is gone. */
  #over = false;
  #trouble: string | undefined;
  /** Frames of an opening that is over are not looked at. */
  #opening = 0;

  constructor(parts: StudioParts) {
    this.#parts = parts;
    this.#wanted = parts.wanted && parts.camera !== undefined;
    this.#trouble = parts.missing;
  }

  get state(): { label: string; on: boolean; open: boolean; trouble: string | undefined } {
    const label = this.#parts.camera?.label ?? 'none';
    return { label, on: this.#wanted && !this.#over, open: this.#open, trouble: this.#trouble };
  }

  /** What the peer gets to know: not what our files and devices are called. */
  get publicState(): CameraState {
    const { on, trouble } = this.state;
    if (trouble === undefined) return { on };
    return { on, trouble: this.#over ? 'its source ended' : 'no picture from its camera' };
  }

  /** The call begins; the peer wants pictures of about that size. */
  enter(near: Size): void {
    this.#near = atLeast(near);
    this.#settle();
  }

  /** The peer wants another size: a camera that was opened for far less is opened again. */
  async follow(near: Size): Promise<void> {
    if (!this.#near || !this.#open || !outgrows(near, this.#near)) return;
    this.#near = atLeast(near);
    await this.#close();
    this.#parts.loop.run(() => this.#settle());
  }

  /** What ended or failed is tried once more. */
  toggle(): void {
    this.#wanted = !this.state.on && this.#parts.camera !== undefined;
    this.#over = false;
    this.#settle();
  }

  /** The device is closed when this resolves. */
  async suspend(): Promise<void> {
    this.#suspended = true;
    await this.#close();
  }

  resume(): void {
    this.#suspended = false;
    this.#settle();
  }

  /** The call is over. The device is closed when this resolves. */
  async leave(): Promise<void> {
    this.#near = undefined;
    await this.#close();
  }

  #settle(): void {
    const should = this.#wanted && !this.#over && !this.#suspended;
    if (should && this.#near && !this.#open) this.#start(this.#near);
    if (!should && this.#open) void this.#close();
    this.#parts.changed();
  }

  #start(near: Size): void {
    const { camera, loop, fps } = this.#parts;
    if (!camera) return;
    this.#open = true;
    this.#trouble = undefined;
    const opening = ++this.#opening;
    const ifCurrent = (change: () => void): void =>
      loop.run(() => (opening === this.#opening ? change() : undefined));
    camera.open(near, fps, {
      frame: (frame) => ifCurrent(() => this.#frame(frame)),
      trouble: (reason, over) => ifCurrent(() => this.#troubled(reason, over)),
    });
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#opening++;
    this.#parts.closed();
    await this.#parts.camera?.close();
  }

  #frame(frame: RgbFrame): void {
    if (this.#trouble !== undefined) {
      this.#trouble = undefined;
      this.#parts.changed();
    }
    this.#parts.frame(frame);
  }

  #troubled(reason: string, over: boolean): void {
    this.#trouble = reason;
    this.#over = over;
    this.#settle();
  }
}

const atLeast = ({ width, height }: Size): Size => ({
  width: Math.max(width, LEAST.width),
  height: Math.max(height, LEAST.height),
});

const outgrows = (wanted: Size, opened: Size): boolean =>
  wanted.width > opened.width * HEADROOM || wanted.height > opened.height * HEADROOM;
