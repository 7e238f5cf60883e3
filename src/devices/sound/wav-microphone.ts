import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Microphone, MicrophoneSink } from '../../base/audio.ts';
import type { Clock } from '../../base/clock.ts';
import { ExitCode, reasonOf, VtalkError } from '../../base/errors.ts';
import { Beat } from './beat.ts';
import { WavReader } from './wav-reader.ts';

export interface WavMicrophoneOptions {
  path: string;
  /** Start again at the end, for ever. */
  loop: boolean;
  clock: Clock;
}

/** A WAV file that plays in real time, from its beginning each time it is opened. Throws VtalkError when it can't. */
export function wavMicrophone({ path, loop, clock }: WavMicrophoneOptions): Microphone {
  const hint = 'give a WAV file, or: --mic tone';
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new VtalkError(`no such file: ${path}`, { exitCode: ExitCode.usage, hint });
  if (!found.isFile()) throw new VtalkError(`${path} is not a file`, { exitCode: ExitCode.usage, hint });
  try {
    new WavReader(path, loop).close();
  } catch (cause) {
    throw new VtalkError(`${path} can't be played: ${reasonOf(cause)}`, { hint, cause });
  }
  return new WavMicrophone({ path, loop, clock });
}

class WavMicrophone implements Microphone {
  readonly inRoom = false;
  readonly #options: WavMicrophoneOptions;
  #stop: () => void = () => {};

  constructor(options: WavMicrophoneOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.path;
  }

  get label(): string {
    return basename(this.#options.path);
  }

  open(sink: MicrophoneSink): void {
    void this.close();
    try {
      this.#play(sink);
    } catch (error) {
      sink.trouble(`${this.label}: ${reasonOf(error)}`, true);
    }
  }

  close(): Promise<void> {
    this.#stop();
    return Promise.resolve();
  }

  #play(sink: MicrophoneSink): void {
    const { path, loop, clock } = this.#options;
    const reader = new WavReader(path, loop);
    const beat = new Beat(clock, (dueAt) => {
      const pcm = reader.next();
      if (pcm) return sink.sound(pcm, dueAt);
      this.#stop();
      sink.trouble(`${this.label} ended`, true);
    });
    this.#stop = () => {
      this.#stop = () => {};
      beat.close();
      reader.close();
    };
  }
}
