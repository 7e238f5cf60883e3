import type { Clock } from '../base/clock.ts';
import type { Camera, CameraSink } from '../base/devices.ts';
import type { Size } from '../base/frame.ts';
import type { Wanted } from './arguments.ts';
import { FfmpegChild } from './ffmpeg-child.ts';
import type { FfmpegEnd } from './ffmpeg-child.ts';
import { StallWatch } from './stall-watch.ts';

/** What sets one source that ffmpeg reads apart from another. */
export interface FfmpegSource {
  label: string;
  path: string;
  argv(wanted: Wanted): string[];
  /** Another argv worth trying when the first gave no picture; undefined when there is none. */
  retry(wanted: Wanted, end: FfmpegEnd): string[] | undefined;
}

const STALL_MS = 2000;

/** Any source that ffmpeg reads, as a camera. */
export class FfmpegCamera implements Camera {
  readonly #source: FfmpegSource;
  readonly #clock: Clock;
  #take: Take | undefined;
  #gone: Promise<void> = Promise.resolve();

  constructor(source: FfmpegSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  get label(): string {
    return this.#source.label;
  }

  open(near: Size, fps: number, sink: CameraSink): void {
    void this.close();
    const take = new Take({ source: this.#source, clock: this.#clock, wanted: { near, fps }, sink });
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

interface TakeOptions {
  source: FfmpegSource;
  clock: Clock;
  wanted: Wanted;
  sink: CameraSink;
}

/** From one open to its close. */
class Take {
  readonly #options: TakeOptions;
  #child: FfmpegChild | undefined;
  #watch: StallWatch | undefined;
  #seen = false;

  constructor(options: TakeOptions) {
    this.#options = options;
  }

  start(): void {
    const { source, clock, wanted, sink } = this.#options;
    this.#watch = new StallWatch(clock, STALL_MS, () => {
      sink.trouble(`no picture from ${source.label} for ${STALL_MS / 1000} s`, false);
    });
    this.#run(source.argv(wanted));
  }

  async close(): Promise<void> {
    this.#watch?.close();
    await this.#child?.close();
  }

  #run(argv: readonly string[], isRetry = false): void {
    const { source, clock, sink } = this.#options;
    this.#child = new FfmpegChild({
      path: source.path,
      argv,
      clock,
      onFrame: (frame) => {
        this.#seen = true;
        this.#watch?.feed();
        sink.frame(frame);
      },
      onEnd: (end) => this.#ended(end, isRetry),
    });
  }

  #ended(end: FfmpegEnd, isRetry: boolean): void {
    const { source, wanted, sink } = this.#options;
    const argv = this.#seen || isRetry ? undefined : source.retry(wanted, end);
    if (argv) {
      this.#run(argv, true);
      return;
    }
    this.#watch?.close();
    sink.trouble(end.failure ? `${source.label}: ${end.failure}` : `${source.label} ended`, true);
  }
}
