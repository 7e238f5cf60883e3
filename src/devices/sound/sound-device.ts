import type { Loudspeaker, LoudspeakerSink, Microphone, MicrophoneSink } from '../../base/audio.ts';
import type { Clock } from '../../base/clock.ts';
import { pcmBytes } from '../../base/pcm.ts';
import { Turns } from '../turns.ts';
import { ASK_BYTES, readAsk, readRecording, RECORDING_BYTES } from './records.ts';
import { SoundTake } from './sound-take.ts';
import type { SoundMemory, SoundWay } from './sound-take.ts';

export interface SoundDeviceOptions {
  /** What the system calls it; "default" where that is not known. */
  id: string;
  /** For people: "Built-in Audio". */
  label: string;
  /** Whether a microphone hears the room, which is what most are for. */
  inRoom?: boolean;
  /** The best first. */
  ways: readonly SoundWay[];
  clock: Clock;
}

/** What was recorded so long ago is of no use in a talk: we were busy. */
const OLD_MS = 1000;

/** A microphone of this machine, in a child process while it is open. */
export class DeviceMicrophone implements Microphone {
  readonly #options: SoundDeviceOptions;
  readonly #turns = new Turns();
  readonly #memory: SoundMemory = { way: 0, worked: false };

  constructor(options: SoundDeviceOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  get label(): string {
    return this.#options.label;
  }

  get inRoom(): boolean {
    return this.#options.inRoom ?? true;
  }

  open(sink: MicrophoneSink): void {
    const { clock } = this.#options;
    const onRecord = (record: Uint8Array): void => {
      const { pcm, ageMs } = readRecording(record);
      if (ageMs < OLD_MS) sink.sound(pcm, clock.now() - ageMs);
    };
    const trouble = (reason: string, over: boolean): void => sink.trouble(reason, over);
    const records = { recordBytes: RECORDING_BYTES, onRecord, trouble };
    this.#turns.begin(
      new SoundTake({ ...this.#options, ...records, kind: 'microphone', memory: this.#memory }),
    );
  }

  close(): Promise<void> {
    return this.#turns.close();
  }
}

/** A loudspeaker of this machine, in a child process while it is open. */
export class DeviceLoudspeaker implements Loudspeaker {
  readonly inRoom = true;
  readonly #options: SoundDeviceOptions;
  readonly #turns = new Turns();
  readonly #memory: SoundMemory = { way: 0, worked: false };

  constructor(options: SoundDeviceOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  get label(): string {
    return this.#options.label;
  }

  open(sink: LoudspeakerSink): void {
    this.#turns.begin(
      new SoundTake({
        ...this.#options,
        kind: 'loudspeaker',
        memory: this.#memory,
        recordBytes: ASK_BYTES,
        onRecord: (record, child) => child.write(pcmBytes(sink.next(readAsk(record)))),
        trouble: (reason, over) => sink.trouble(reason, over),
      }),
    );
  }

  close(): Promise<void> {
    return this.#turns.close();
  }
}
