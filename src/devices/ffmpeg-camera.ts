import type { Clock } from '../base/clock.ts';
import type { Camera, CameraSink } from '../base/devices.ts';
import type { Size } from '../base/frame.ts';
import { Take } from './take.ts';
import type { FfmpegSource } from './take.ts';

/** Any source that ffmpeg reads, as a camera. */
export class FfmpegCamera implements Camera {
  readonly #source: FfmpegSource;
  readonly #clock: Clock;
  #take: Take | undefined;
  #gone: Promise<void> = Promise.resolve();
  /** A device that was there once is worth waiting for, also when it is opened again while it is away. */
  #worked = false;

  constructor(source: FfmpegSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  get id(): string {
    return this.#source.id;
  }

  get label(): string {
    return this.#source.label;
  }

  open(near: Size, fps: number, sink: CameraSink): void {
    void this.close();
    const take = new Take({
      source: this.#source,
      clock: this.#clock,
      wanted: { near, fps },
      worked: this.#worked,
      sink: {
        frame: (frame) => {
          this.#worked = true;
          sink.frame(frame);
        },
        trouble: (reason, over) => sink.trouble(reason, over),
      },
    });
    this.#take = take;
    void this.#start(take);
  }

  close(): Promise<void> {
    const take = this.#take;
    this.#take = undefined;
    if (take) this.#gone = both(this.#gone, take.close());
    return this.#gone;
  }

  /** A device that the last child still holds would be busy. */
  async #start(take: Take): Promise<void> {
    await this.#gone;
    if (this.#take === take) take.start();
  }
}

async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  await Promise.all([one, other]);
}
