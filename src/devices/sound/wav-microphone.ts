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
export function wavMicrophone(options: WavMicrophoneOptions): Microphone {
  const reason = whyUnplayable(options);
  if (reason === undefined) return new WavMicrophone(options);
  const hint = 'ffmpeg -i FILE other.wav makes one that can be played; or: --mic tone';
  throw new VtalkError(reason, { exitCode: ExitCode.usage, hint });
}

function whyUnplayable({ path, loop }: WavMicrophoneOptions): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return `no such file: ${path}`;
    if (!found.isFile()) return `${path} is not a file`;
    new WavReader(path, loop).close();
    return undefined;
  } catch (error) {
    return `${path} can't be played: ${reasonOf(error)}`;
  }
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
      const next = this.#next(reader);
      if (typeof next !== 'string') return sink.sound(next, dueAt);
      this.#stop();
      sink.trouble(next, true);
    });
    this.#stop = () => {
      this.#stop = () => {};
      beat.close();
      reader.close();
    };
  }

  /** Or why there is nothing more: the file may lie on a stick that was pulled out. */
  #next(reader: WavReader): Int16Array | string {
    try {
      return reader.next() ?? `${this.label} ended`;
    } catch (error) {
      return `${this.label}: ${reasonOf(error)}`;
    }
  }
}
