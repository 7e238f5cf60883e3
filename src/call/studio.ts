import type { Camera } from '../base/devices.ts';
import type { RgbFrame, Size } from '../base/frame.ts';
import type { Loop } from './loop.ts';

export interface StudioParts {
  loop: Loop;
  /** Undefined: there is no picture to send, for the reason that `missing` tells. */
  camera: Camera | undefined;
  missing: string | undefined;
  fps: number;
  frame: (frame: RgbFrame) => void;
  /** On, off, or in trouble: the peer and the user want to know. */
  changed: () => void;
}

/** The camera as the user sees it: on, off (the device is closed), or in trouble. */
export class Studio {
  readonly #parts: StudioParts;
  #on = false;
  #trouble: string | undefined;
  /** Frames of a camera that was closed since are not looked at. */
  #opening = 0;

  constructor(parts: StudioParts) {
    this.#parts = parts;
    this.#trouble = parts.missing;
  }

  get state(): { label: string; on: boolean; trouble: string | undefined } {
    return { label: this.#parts.camera?.label ?? 'none', on: this.#on, trouble: this.#trouble };
  }

  /** `near`: the size that will be wanted. */
  open(near: Size): void {
    const { camera, loop, fps } = this.#parts;
    if (!camera || this.#on) return;
    this.#on = true;
    this.#trouble = undefined;
    const opening = ++this.#opening;
    const current = (change: () => void) => (): void => (opening === this.#opening ? change() : undefined);
    camera.open(near, fps, {
      frame: (frame) => loop.run(current(() => this.#frame(frame))),
      trouble: (reason, over) => loop.run(current(() => this.#troubled(reason, over))),
    });
    this.#parts.changed();
  }

  toggle(near: Size): void {
    if (this.#on) void this.close();
    else this.open(near);
  }

  /** The device is closed when this resolves. */
  async close(): Promise<void> {
    const wasOn = this.#on;
    this.#on = false;
    this.#opening++;
    if (wasOn) this.#parts.changed();
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
    if (over) this.#on = false;
    this.#parts.changed();
  }
}
