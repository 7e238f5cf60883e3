import type { Ms } from '../../base/clock.ts';
import type { Loop } from '../loop.ts';

/** A microphone or a loudspeaker, as far as they are alike. */
interface SoundDevice {
  readonly id: string;
  readonly label: string;
  close(): Promise<void>;
}

export interface SoundPortParts<Device extends SoundDevice> {
  loop: Loop;
  device: Device | undefined;
  /** Opens the device. What comes of it goes through `live`, which keeps back what a device says that was closed meanwhile. */
  open: (device: Device, live: (change: (now: Ms) => void) => void) => void;
  /** Another device, trouble, or no trouble any more: the peer and the user want to know. */
  changed: () => void;
  /** The new device doesn't work, and why; the one before it is back. */
  failed: (reason: string) => void;
}

/** A place for one microphone or one loudspeaker: never are two open at once, and another may be put there meanwhile. */
export class SoundPort<Device extends SoundDevice> {
  device: Device | undefined;
  trouble: string | undefined;
  readonly #parts: SoundPortParts<Device>;
  /** What to go back to while the new device has not shown that it works. */
  #former: { device: Device | undefined } | undefined;
  #wanted = false;
  /** The device that was open is free when this resolves. */
  #closing: Promise<unknown> = Promise.resolve();
  #opening = 0;

  constructor(parts: SoundPortParts<Device>) {
    this.#parts = parts;
    this.device = parts.device;
  }

  get state(): { id: string | undefined; label: string; open: boolean; trouble: string | undefined } {
    const { device, trouble } = this;
    const open = this.#wanted && device !== undefined;
    return { id: device?.id, label: device?.label ?? 'none', open, trouble };
  }

  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#start();
  }

  /** The device is closed when this resolves. Harmless when called twice. */
  async close(): Promise<void> {
    this.#wanted = false;
    await this.#stop();
  }

  /** This one from now on, or none. If it doesn't work, the one before it comes back. */
  use(device: Device | undefined): void {
    this.#former = device && (this.#former ?? { device: this.device });
    this.#change(device);
  }

  /** It has shown that it works. */
  works(): void {
    this.#former = undefined;
    if (this.trouble === undefined) return;
    this.trouble = undefined;
    this.#parts.changed();
  }

  /** It doesn't, for now; or, when `over`, not before it is opened again. */
  fails(reason: string, over: boolean): void {
    const former = this.#former;
    if (over && former) {
      this.#former = undefined;
      this.#parts.failed(reason);
      return this.#change(former.device);
    }
    this.trouble = reason;
    this.#parts.changed();
  }

  #change(device: Device | undefined): void {
    void this.#stop();
    this.device = device;
    this.trouble = undefined;
    if (this.#wanted) this.#start();
    this.#parts.changed();
  }

  #start(): void {
    const { loop, open } = this.#parts;
    const { device } = this;
    const opening = ++this.#opening;
    const live = (change: (now: Ms) => void): void =>
      loop.run(() => (opening === this.#opening ? change(loop.now()) : undefined));
    if (device) void this.#closing.then(() => live(() => open(device, live)));
  }

  async #stop(): Promise<void> {
    this.#opening++;
    this.#closing = Promise.all([this.#closing, this.device?.close()]);
    await this.#closing;
  }
}
