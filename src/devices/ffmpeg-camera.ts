import type { Clock } from '../base/clock.ts';
import type { Camera, CameraSink } from '../base/devices.ts';
import type { Size } from '../base/frame.ts';
import { Take } from './take.ts';
import type { FfmpegSource } from './take.ts';
import { Turns } from './turns.ts';

/** Any source that ffmpeg reads, as a camera. */
export class FfmpegCamera implements Camera {
  readonly #source: FfmpegSource;
  readonly #clock: Clock;
  readonly #turns = new Turns();
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
    this.#turns.begin(take);
  }

  close(): Promise<void> {
    return this.#turns.close();
  }
}
