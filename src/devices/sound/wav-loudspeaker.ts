import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Loudspeaker, LoudspeakerSink } from '../../base/audio.ts';
import type { Clock } from '../../base/clock.ts';
import { ExitCode, reasonOf, VtalkError } from '../../base/errors.ts';
import { Beat } from './beat.ts';
import { WavWriter } from './wav-writer.ts';

/** A WAV file in place of a loudspeaker; what it holds is replaced. Throws VtalkError when it can't be written. */
export function wavLoudspeaker(path: string, clock: Clock): Loudspeaker {
  try {
    // A pipe would keep us waiting for somebody who reads it.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw new Error('it is not a file');
    new WavWriter(path, { append: false }).close();
  } catch (cause) {
    const hint = 'give --speaker a file in a folder that you may write to';
    throw new VtalkError(`can't write ${path}: ${reasonOf(cause)}`, {
      exitCode: ExitCode.usage,
      hint,
      cause,
    });
  }
  return new WavLoudspeaker(path, clock);
}

class WavLoudspeaker implements Loudspeaker {
  readonly inRoom = false;
  readonly #path: string;
  readonly #clock: Clock;
  #beat: Beat | undefined;
  #writer: WavWriter | undefined;

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  get id(): string {
    return this.#path;
  }

  get label(): string {
    return basename(this.#path);
  }

  /** Goes on where the file ended, when it was open before. */
  open(sink: LoudspeakerSink): void {
    void this.close();
    this.#try(sink, () => {
      const writer = new WavWriter(this.#path, { append: true });
      this.#writer = writer;
      this.#beat = new Beat(this.#clock, () => {
        const pcm = sink.next(0);
        this.#try(sink, () => writer.write(pcm));
      });
    });
  }

  close(): Promise<void> {
    this.#beat?.close();
    try {
      this.#writer?.close();
    } catch {
      // The disk is full, which was told when it began.
    }
    this.#writer = undefined;
    return Promise.resolve();
  }

  #try(sink: LoudspeakerSink, work: () => void): void {
    try {
      work();
    } catch (error) {
      void this.close();
      sink.trouble(`${this.label}: ${reasonOf(error)}`, true);
    }
  }
}
