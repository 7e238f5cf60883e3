import type { MicrophoneSink } from '../../base/audio.ts';
import type { Clock, Ms } from '../../base/clock.ts';
import { readRecording, writePlayed } from './records.ts';
import type { Talk } from './sound-take.ts';

export interface RecorderTalkParts {
  clock: Clock;
  /** To the child: its own from here on. */
  write: (record: Uint8Array) => void;
  sound: MicrophoneSink['sound'];
  /** It has died of cleaning, as it seems. */
  diedCleaning: () => void;
}

/** What was recorded so long ago is of no use in a talk: we were busy. */
const OLD_MS = 1000;

/** So many frames are told at one time, since each time wakes a process. They will be heard later than that. */
const FRAMES_AT_ONCE = 2;

/** Hears one recorder, and tells it what is played. */
export class RecorderTalk implements Talk {
  readonly #parts: RecorderTalkParts;
  #wasClean = false;
  #held: Uint8Array[] = [];

  constructor(parts: RecorderTalkParts) {
    this.#parts = parts;
  }

  read(record: Uint8Array): void {
    const { clock, sound } = this.#parts;
    const { pcm, ageMs, isClean } = readRecording(record);
    this.#wasClean = isClean;
    if (ageMs < OLD_MS) sound(pcm, clock.now() - ageMs, isClean);
  }

  played(pcm: Readonly<Int16Array>, delayMs: Ms): void {
    this.#held.push(writePlayed({ pcm, delayMs }));
    if (this.#held.length < FRAMES_AT_ONCE) return;
    this.#parts.write(Buffer.concat(this.#held));
    this.#held = [];
  }

  close(crashed: boolean): void {
    if (crashed && this.#wasClean) this.#parts.diedCleaning();
  }
}
