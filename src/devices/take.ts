import type { Cancel, Clock } from '../base/clock.ts';
import type { CameraSink } from '../base/devices.ts';
import type { RgbFrame } from '../base/frame.ts';
import type { Wanted } from './arguments.ts';
import { FfmpegChild } from './ffmpeg-child.ts';
import type { FfmpegEnd } from './ffmpeg-child.ts';
import { awayMs, SILENCE_MS, STALL_MS } from './away.ts';
import { StallWatch } from './stall-watch.ts';

/** What sets one source that ffmpeg reads apart from another. */
export interface FfmpegSource {
  /** Of the camera. */
  id: string;
  label: string;
  path: string;
  /** A device, which may be unplugged and come back. A file that has ended is over. */
  live: boolean;
  argv(wanted: Wanted): string[];
  /** Another argv worth trying when the first gave no picture; undefined when there is none. */
  retry(wanted: Wanted, end: FfmpegEnd): string[] | undefined;
}

export interface TakeOptions {
  source: FfmpegSource;
  clock: Clock;
  wanted: Wanted;
  sink: CameraSink;
  /** The source gave pictures before this take. */
  worked: boolean;
}

/** From one open of a camera to its close: one ffmpeg after the other, as the device comes and goes. */
export class Take {
  readonly #options: TakeOptions;
  #child: FfmpegChild | undefined;
  #watches: StallWatch[] = [];
  #cancelTry: Cancel | undefined;
  #worked: boolean;
  /** Tries since the device was lost. */
  #tries = 0;
  #closed = false;

  constructor(options: TakeOptions) {
    this.#options = options;
    this.#worked = options.worked;
  }

  start(): void {
    const { source, wanted } = this.#options;
    this.#run(source.argv(wanted));
  }

  /** Resolves when ffmpeg is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTry?.();
    this.#stopWatching();
    await this.#child?.close();
  }

  #run(argv: readonly string[], isRetry = false): void {
    const { source, clock } = this.#options;
    let seen = false;
    this.#child = new FfmpegChild({
      path: source.path,
      argv,
      clock,
      onFrame: (frame) => {
        seen = true;
        this.#show(frame);
      },
      onEnd: (end) => this.#ended(end, seen, isRetry),
    });
    this.#startWatching();
  }

  #show(frame: RgbFrame): void {
    this.#worked = true;
    this.#tries = 0;
    for (const watch of this.#watches) watch.feed();
    this.#options.sink.frame(frame);
  }

  #ended(end: FfmpegEnd, seen: boolean, isRetry: boolean): void {
    const { source, wanted, sink } = this.#options;
    this.#stopWatching();
    const argv = seen || isRetry ? undefined : source.retry(wanted, end);
    if (argv) return this.#run(argv, true);
    const reason = end.failure ? `${source.label}: ${end.failure}` : `${source.label} ended`;
    if (!this.#comesBack) return sink.trouble(reason, true);
    if (this.#tries === 0) sink.trouble(seen ? `${source.label} is gone` : reason, false);
    this.#tryLater();
  }

  get #comesBack(): boolean {
    return this.#options.source.live && this.#worked;
  }

  #tryLater(): void {
    if (this.#closed) return;
    const { clock } = this.#options;
    this.#cancelTry = clock.at(clock.now() + awayMs(this.#tries++), () => this.start());
  }

  #startWatching(): void {
    const { clock } = this.#options;
    this.#watches = [
      new StallWatch(clock, STALL_MS, () => this.#stalled()),
      new StallWatch(clock, SILENCE_MS, () => void this.#fellSilent()),
    ];
  }

  #stopWatching(): void {
    for (const watch of this.#watches) watch.close();
  }

  /** While a device is away, that is trouble enough. */
  #stalled(): void {
    const { source, sink } = this.#options;
    if (this.#tries === 0) sink.trouble(`no picture from ${source.label} for ${STALL_MS / 1000} s`, false);
  }

  async #fellSilent(): Promise<void> {
    if (!this.#comesBack) return;
    await this.#child?.close();
    this.#tryLater();
  }
}
