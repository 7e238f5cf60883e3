import type { Ffmpeg } from './ffmpeg.ts';
import { Turns } from './turns.ts';

/** What encoders and decoders of the native engine share: memory of FFmpeg's that no job uses any more when it is freed. */
export abstract class NativeCoder {
  protected readonly ffmpeg: Ffmpeg;
  readonly #siblings: Set<NativeCoder>;
  readonly #turns = new Turns();
  #closed = false;

  /** `siblings` holds it for as long as it is open. */
  constructor(ffmpeg: Ffmpeg, siblings: Set<NativeCoder>) {
    this.ffmpeg = ffmpeg;
    this.#siblings = siblings;
    siblings.add(this);
  }

  /** Waits for the job under way. */
  close(): Promise<void> {
    return this.#turns.take(() => {
      this.#closed = true;
      this.#siblings.delete(this);
      this.free();
    });
  }

  /** Gives FFmpeg's memory back; harmless when called twice. */
  protected abstract free(): void;

  /** Two jobs at once in one FFmpeg context would crash the process. */
  protected take<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(() => {
      if (this.#closed) throw new Error('the video codec is closed');
      return work();
    });
  }
}
