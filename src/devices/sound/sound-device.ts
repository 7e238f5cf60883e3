import type { Loudspeaker, LoudspeakerSink, Microphone, MicrophoneSink } from '../../base/audio.ts';
import type { Clock, Ms } from '../../base/clock.ts';
import { Turns } from '../turns.ts';
import { PlayerFeed } from './player-feed.ts';
import { RecorderTalk } from './recorder-talk.ts';
import { RECORDING_BYTES, WORD_BYTES } from './records.ts';
import type { SoundChild } from './sound-child.ts';
import { SoundTake } from './sound-take.ts';
import type { SoundMemory, SoundWay } from './sound-take.ts';
import type { PlayerWay } from './ways.ts';

export interface SoundDeviceOptions<Way extends SoundWay> {
  /** What the system calls it; "default" where that is not known. */
  id: string;
  /** For people: "Built-in Audio". */
  label: string;
  /** Whether a microphone hears the room, which is what most are for. */
  inRoom?: boolean;
  /** The best first. */
  ways: readonly Way[];
  clock: Clock;
}

/** One death may be an accident. */
const MAX_DEATHS = 3;

/** A microphone of this machine, in a child process while it is open. */
export class DeviceMicrophone implements Microphone {
  readonly #options: SoundDeviceOptions<SoundWay>;
  readonly #turns = new Turns();
  readonly #memory: SoundMemory = { way: 0, worked: false };
  #talk: RecorderTalk | undefined;
  /** Of children that cleaned what they heard. */
  #deaths = 0;

  constructor(options: SoundDeviceOptions<SoundWay>) {
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
    this.#deaths = 0;
    const { clock } = this.#options;
    const talk = (child: SoundChild): RecorderTalk =>
      (this.#talk = new RecorderTalk({
        clock,
        write: (record) => child.write(record),
        sound: (pcm, capturedAt, isClean) => sink.sound(pcm, capturedAt, isClean),
        diedCleaning: () => this.#deaths++,
      }));
    this.#turns.begin(
      new SoundTake({
        ...this.#options,
        kind: 'microphone',
        memory: this.#memory,
        recordBytes: RECORDING_BYTES,
        talk,
        trouble: (reason, over) => sink.trouble(reason, over),
      }),
    );
  }

  /** Where cleaning costs one child after the other its life, the next ones let sound through as it is. */
  played(pcm: Readonly<Int16Array>, delayMs: Ms): void {
    if (this.#deaths < MAX_DEATHS) this.#talk?.played(pcm, delayMs);
  }

  close(): Promise<void> {
    return this.#turns.close();
  }
}

/** A loudspeaker of this machine, in a child process while it is open. */
export class DeviceLoudspeaker implements Loudspeaker {
  readonly inRoom = true;
  readonly #options: SoundDeviceOptions<PlayerWay>;
  readonly #turns = new Turns();
  readonly #memory: SoundMemory = { way: 0, worked: false };
  #feed: PlayerFeed | undefined;

  constructor(options: SoundDeviceOptions<PlayerWay>) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  get label(): string {
    return this.#options.label;
  }

  open(sink: LoudspeakerSink): void {
    const { clock } = this.#options;
    const talk = (child: SoundChild, { pace }: PlayerWay): PlayerFeed => {
      const write = (pcm: Uint8Array): void => child.write(pcm);
      return (this.#feed = new PlayerFeed({ clock, pace, write, next: (delayMs) => sink.next(delayMs) }));
    };
    this.#turns.begin(
      new SoundTake({
        ...this.#options,
        kind: 'loudspeaker',
        memory: this.#memory,
        recordBytes: WORD_BYTES,
        talk,
        trouble: (reason, over) => sink.trouble(reason, over),
      }),
    );
  }

  /** What has arrived meanwhile is read before: a packet that waits in a socket can't be heard. */
  help(): void {
    setImmediate(() => this.#feed?.help());
  }

  close(): Promise<void> {
    return this.#turns.close();
  }
}
