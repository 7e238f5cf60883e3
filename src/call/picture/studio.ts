import type { Camera, CameraSink, DeviceState } from '../../base/devices.ts';
import type { RgbFrame, Size } from '../../base/frame.ts';
import type { Loop } from '../loop.ts';
import type { CallState } from '../state.ts';

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
  /** The new camera gave no picture, and why; the one before it is back. */
  failed: (reason: string) => void;
}

/** A camera, and how it stands with it. */
interface Use {
  camera: Camera | undefined;
  wanted: boolean;
  /** The source is over, or the device is gone. */
  over: boolean;
  trouble: string | undefined;
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
  #use: Use;
  /** What to go back to while the new camera has not given a picture. */
  #former: Use | undefined;
  #near: Size | undefined;
  #suspended = false;
  #open = false;
  /** The devices that were open are free when this resolves. */
  #closing: Promise<unknown> = Promise.resolve();
  /** Frames of an opening that is over are not looked at. */
  #opening = 0;

  constructor(parts: StudioParts) {
    const { camera, wanted, missing: trouble } = parts;
    this.#parts = parts;
    this.#use = { camera, wanted: wanted && camera !== undefined, over: false, trouble };
  }

  get state(): CallState['camera'] {
    const { camera, wanted, over, trouble } = this.#use;
    return { id: camera?.id, label: camera?.label ?? 'none', on: wanted && !over, open: this.#open, trouble };
  }

  /** What the peer gets to know: not what our files and devices are called. */
  get publicState(): DeviceState {
    const { on, trouble } = this.state;
    if (trouble === undefined) return { on };
    return { on, trouble: this.#use.over ? 'its source ended' : 'no picture from its camera' };
  }

  /** The call begins; the peer wants pictures of about that size. */
  enter(near: Size): void {
    this.#near = atLeast(near);
    this.#settle();
  }

  /** The peer wants another size: a camera that was opened for far less is opened again. */
  follow(near: Size): void {
    if (!this.#near || !this.#open || !outgrows(near, this.#near)) return;
    this.#near = atLeast(near);
    void this.#close();
    this.#settle();
  }

  toggle(): void {
    this.want(!this.state.on);
  }

  /** Whether the user wants to be seen. What ended or failed is tried once more. */
  want(on: boolean): void {
    this.#use.wanted = on && this.#use.camera !== undefined;
    this.#use.over = false;
    this.#settle();
  }

  /** The user wants to be seen by this camera from now on. If it gives no picture, the one before it comes back. */
  use(camera: Camera): void {
    this.#former ??= this.#use;
    this.#change({ camera, wanted: true, over: false, trouble: undefined });
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

  #change(use: Use): void {
    void this.#close();
    this.#use = use;
    this.#settle();
  }

  #settle(): void {
    const should = this.#use.wanted && !this.#use.over && !this.#suspended;
    if (should && this.#near && !this.#open) this.#start(this.#near);
    if (!should && this.#open) void this.#close();
    this.#parts.changed();
  }

  /** Never are two devices open at once, and none is opened that is still being closed. */
  #start(near: Size): void {
    const { loop, fps } = this.#parts;
    this.#open = true;
    this.#use.trouble = undefined;
    const opening = ++this.#opening;
    const ifCurrent = (change: () => void): void =>
      loop.run(() => (opening === this.#opening ? change() : undefined));
    const sink: CameraSink = {
      frame: (frame) => ifCurrent(() => this.#frame(frame)),
      trouble: (reason, over) => ifCurrent(() => this.#troubled(reason, over)),
    };
    void this.#closing.then(() => ifCurrent(() => this.#use.camera?.open(near, fps, sink)));
  }

  async #close(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      this.#opening++;
      this.#parts.closed();
      this.#closing = Promise.all([this.#closing, this.#use.camera?.close()]);
    }
    await this.#closing;
  }

  #frame(frame: RgbFrame): void {
    this.#former = undefined;
    if (this.#use.trouble !== undefined) {
      this.#use.trouble = undefined;
      this.#parts.changed();
    }
    this.#parts.frame(frame);
  }

  #troubled(reason: string, over: boolean): void {
    const former = this.#former;
    if (over && former) return this.#goBack(former, reason);
    this.#use.trouble = reason;
    this.#use.over = over;
    this.#settle();
  }

  #goBack(former: Use, reason: string): void {
    this.#former = undefined;
    this.#parts.failed(reason);
    this.#change(former);
  }
}

const atLeast = ({ width, height }: Size): Size => ({
  width: Math.max(width, LEAST.width),
  height: Math.max(height, LEAST.height),
});

const outgrows = (wanted: Size, opened: Size): boolean =>
  wanted.width > opened.width * HEADROOM || wanted.height > opened.height * HEADROOM;
