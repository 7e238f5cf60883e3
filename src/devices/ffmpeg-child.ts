import type { Clock } from '../base/clock.ts';
import type { RgbFrame } from '../base/frame.ts';
import { ChildGroup, failureInWords } from './child-group.ts';
import type { ChildEnd } from './child-group.ts';
import { PpmReader } from './ppm.ts';
import { TextTail } from './text-tail.ts';

export interface FfmpegChildOptions {
  path: string;
  /** They make ffmpeg write PPM pictures to its stdout. */
  argv: readonly string[];
  clock: Clock;
  /** Gets each whole frame and owns its bytes. */
  onFrame: (frame: RgbFrame) => void;
  /** Called once when ffmpeg is gone, unless it was closed. */
  onEnd: (end: FfmpegEnd) => void;
}

/** Why an ffmpeg that nobody closed is gone. */
export interface FfmpegEnd {
  /** Undefined when it came to the end of its input in good order; else for people. */
  failure: string | undefined;
  /** The last 16 kB that it said. */
  stderr: string;
}

/** How long ffmpeg may take to let go of a camera before it is killed. */
const GRACE_MS = 500;

/** One running ffmpeg and the pictures that come out of it. */
export class FfmpegChild {
  readonly #options: FfmpegChildOptions;
  readonly #child: ChildGroup;
  readonly #reader = new PpmReader();
  readonly #stderr = new TextTail();
  readonly #gone: Promise<void>;
  #closed = false;

  constructor(options: FfmpegChildOptions) {
    this.#options = options;
    this.#child = new ChildGroup(options.path, options.argv);
    this.#child.stdout.on('data', (chunk: Uint8Array) => this.#read(chunk));
    this.#child.stderr.on('data', (chunk: Uint8Array) => this.#stderr.push(chunk));
    this.#gone = this.#child.ended.then((end) => this.#finish(end));
  }

  /** No frame and no end is told any more; resolves when the process is gone. Harmless when called twice. */
  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#child.stdout.destroy();
      this.#child.stderr.destroy();
      this.#child.kill('SIGTERM');
    }
    const { clock } = this.#options;
    const cancel = clock.at(clock.now() + GRACE_MS, () => this.#child.kill('SIGKILL'));
    await this.#gone;
    cancel();
  }

  #read(chunk: Uint8Array): void {
    for (const picture of this.#reader.push(chunk)) {
      if (!this.#closed) this.#options.onFrame({ ...picture, capturedAt: this.#options.clock.now() });
    }
    if (this.#reader.broken) this.#child.kill('SIGKILL');
  }

  #finish(end: ChildEnd): void {
    if (this.#closed) return;
    this.#closed = true;
    const said = { broken: this.#reader.broken, lastLine: this.#stderr.lastLine };
    this.#options.onEnd({ failure: failureOf(end, said), stderr: this.#stderr.text });
  }
}

/** Why an ffmpeg gave no more pictures, for people; undefined when it came to the end of its input in good order. */
export function failureOf(
  end: ChildEnd,
  { broken, lastLine }: { broken: boolean; lastLine: string | undefined },
): string | undefined {
  if (broken) return 'ffmpeg wrote something that is no picture';
  return failureInWords(end, 'ffmpeg', lastLine);
}
