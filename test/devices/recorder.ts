import type { Camera, CameraSink } from '../../src/base/devices.ts';
import type { RgbFrame } from '../../src/base/frame.ts';

/** Writes down what a camera gives, and lets a test wait for it. */
export class Recorder implements CameraSink {
  readonly frames: RgbFrame[] = [];
  readonly troubles: { reason: string; over: boolean }[] = [];
  #check: () => void = () => undefined;

  frame(frame: RgbFrame): void {
    this.frames.push(frame);
    this.#check();
  }

  trouble(reason: string, over: boolean): void {
    this.troubles.push({ reason, over });
    this.#check();
  }

  get over(): boolean {
    return this.troubles.some(({ over }) => over);
  }

  /** Resolves as soon as `enough` is true, which is looked at after each event. */
  async until(enough: () => boolean): Promise<void> {
    if (enough()) return;
    await new Promise<void>((resolve) => {
      this.#check = () => {
        if (enough()) resolve();
      };
    });
  }
}

/** Opens the camera for pictures of about 160x90. */
export function record(camera: Camera, fps = 30): Recorder {
  const recorder = new Recorder();
  camera.open({ width: 160, height: 90 }, fps, recorder);
  return recorder;
}
