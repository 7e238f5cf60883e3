import type { Cancel, Clock } from '../../base/clock.ts';
import { awayMs, SILENCE_MS, STALL_MS } from '../away.ts';
import { StallWatch } from '../stall-watch.ts';
import { SoundChild } from './sound-child.ts';

/** One way to open a device: a child of ours, and the program in it; or a program that tells by itself what we need. */
export interface SoundWay {
  name: string;
  path: string;
  argv: readonly string[];
  /** What is set beside our own environment. */
  env?: Readonly<Record<string, string>>;
}

/** What there is to say between us and one child. */
export interface Talk {
  /** `record`: its bytes are good until the next. */
  read(record: Uint8Array): void;
  /** `text`: what it says to people, as it comes. Whether it is a sign of life. */
  hear?(text: string): boolean;
  /** The child is gone, or will be; `crashed`: something in it broke, or it hung. */
  close(crashed: boolean): void;
}

/** What is known of a device from the last time. */
export interface SoundMemory {
  /** Which of the ways is tried, or works. */
  way: number;
  /** It was there once, and is worth waiting for. */
  worked: boolean;
}

export interface SoundTakeOptions<Way extends SoundWay> {
  kind: 'microphone' | 'loudspeaker';
  label: string;
  /** The best first; the next is tried when one ends without a sign of life. */
  ways: readonly Way[];
  clock: Clock;
  /** Kept up to date. */
  memory: SoundMemory;
  recordBytes: number;
  /** Begins with each child. */
  talk: (child: SoundChild, way: Way) => Talk;
  trouble: (reason: string, over: boolean) => void;
}

/** From one open of a device to its close: one child after the other, as programs fail and the device comes and goes. */
export class SoundTake<Way extends SoundWay> {
  readonly #options: SoundTakeOptions<Way>;
  #child: SoundChild | undefined;
  #talk: Talk | undefined;
  #watches: StallWatch[] = [];
  #cancelTry: Cancel | undefined;
  /** Why the best of the ways failed. */
  #reason: string | undefined;
  /** Tries since the device was lost. */
  #tries = 0;
  #closed = false;

  constructor(options: SoundTakeOptions<Way>) {
    this.#options = options;
  }

  start(): void {
    this.#run();
  }

  /** Resolves when the child is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTry?.();
    this.#stopTalking(false);
    await this.#child?.close();
  }

  #run(): void {
    const { ways, recordBytes, memory, talk } = this.#options;
    const way = ways[memory.way];
    if (!way) return this.#giveUp();
    const child = new SoundChild({
      ...way,
      recordBytes,
      onRecord: (record) => this.#read(record),
      onText: (text) => {
        if (this.#talk?.hear?.(text) === true) this.#live();
      },
      onEnd: (reason, crashed) => this.#ended(reason, crashed),
    });
    this.#child = child;
    this.#talk = talk(child, way);
    this.#startWatching();
  }

  #read(record: Uint8Array): void {
    this.#live();
    this.#talk?.read(record);
  }

  #live(): void {
    this.#options.memory.worked = true;
    this.#tries = 0;
    for (const watch of this.#watches) watch.feed();
  }

  #ended(reason: string, crashed: boolean): void {
    this.#stopTalking(crashed);
    if (this.#closed) return;
    this.#reason ??= reason;
    const { memory } = this.#options;
    if (memory.worked) return this.#lost();
    memory.way++;
    this.#run();
  }

  #giveUp(): void {
    const { kind, memory, trouble } = this.#options;
    // All are tried again when it is opened again.
    memory.way = 0;
    trouble(`no ${kind}: ${this.#reason ?? 'no program for it is installed'}`, true);
  }

  /** What worked is tried again, and nothing else. */
  #lost(): void {
    const { kind, label, clock, trouble } = this.#options;
    if (this.#tries === 0) trouble(`${kind} lost: ${label}`, false);
    this.#cancelTry = clock.at(clock.now() + awayMs(this.#tries++), () => this.#run());
  }

  #startWatching(): void {
    const { clock } = this.#options;
    this.#watches = [
      new StallWatch(clock, STALL_MS, () => this.#stalled()),
      new StallWatch(clock, SILENCE_MS, () => void this.#fellSilent()),
    ];
  }

  #stopTalking(crashed: boolean): void {
    this.#talk?.close(crashed);
    for (const watch of this.#watches) watch.close();
  }

  /** While a device is away, that is trouble enough. */
  #stalled(): void {
    const { kind, label, trouble } = this.#options;
    if (this.#tries === 0) trouble(`${kind} ${label} has stopped`, false);
  }

  async #fellSilent(): Promise<void> {
    await this.#child?.close();
    this.#ended(`${this.#options.ways[this.#options.memory.way]?.name ?? ''} gives nothing`, true);
  }
}
