import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../../src/base/audio.ts';
import type { Loudspeaker, LoudspeakerSink, Microphone, MicrophoneSink } from '../../src/base/audio.ts';
import type { Cancel, Clock, Ms } from '../../src/base/clock.ts';

/** Calls every 20 ms of the virtual clock, until it is stopped. */
class Pulse {
  readonly #clock: Clock;
  #cancel: Cancel | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get running(): boolean {
    return this.#cancel !== undefined;
  }

  start(beat: () => void): void {
    let next = this.#clock.now();
    const tick = (): void => {
      next += FRAME_MS;
      this.#cancel = this.#clock.at(next, tick);
      beat();
    };
    this.#cancel = this.#clock.at(next + FRAME_MS, tick);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}

/** Hums, as loud as one likes. */
export class FakeMicrophone implements Microphone {
  id = 'hum';
  readonly label = 'hum';
  inRoom = true;
  /** What is played is taken out of what it hears. */
  isClean = false;
  /** Of what is played it was told so many frames. */
  told = 0;
  /** The driver takes so long to let go. */
  closeMs: Ms = 0;
  /** Why it gives no sound. */
  broken: string | undefined;
  readonly #pulse: Pulse;
  readonly #clock: Clock;
  amplitude = 6000;
  hz = 400;
  /** Is said instead. */
  words: Int16Array | undefined;
  sink: MicrophoneSink | undefined;
  #sample = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#pulse = new Pulse(clock);
  }

  get isOpen(): boolean {
    return this.#pulse.running;
  }

  open(sink: MicrophoneSink): void {
    this.sink = sink;
    if (this.broken !== undefined) return sink.trouble(this.broken, true);
    this.#pulse.start(() => sink.sound(this.#hum(), this.#clock.now(), this.isClean));
  }

  played(): void {
    this.told++;
  }

  async close(): Promise<void> {
    const until = this.#clock.now() + this.closeMs;
    if (this.closeMs > 0) await new Promise<void>((resolve) => void this.#clock.at(until, resolve));
    this.#pulse.stop();
  }

  #hum(): Int16Array {
    const { words } = this;
    if (words) this.words = words.subarray(FRAME_SAMPLES);
    if (words) return Int16Array.from({ length: FRAME_SAMPLES }, (_, index) => words[index] ?? 0);
    return Int16Array.from({ length: FRAME_SAMPLES }, () =>
      Math.round(this.amplitude * Math.sin((2 * Math.PI * this.hz * this.#sample++) / SAMPLE_RATE)),
    );
  }
}

/** Keeps what it was given. */
export class FakeLoudspeaker implements Loudspeaker {
  id = 'ear';
  readonly label = 'ear';
  readonly inRoom = true;
  readonly #pulse: Pulse;
  heard: number[] = [];

  constructor(clock: Clock) {
    this.#pulse = new Pulse(clock);
  }

  get isOpen(): boolean {
    return this.#pulse.running;
  }

  open(sink: LoudspeakerSink): void {
    this.#pulse.start(() => this.heard.push(...sink.next(60)));
  }

  close(): Promise<void> {
    this.#pulse.stop();
    return Promise.resolve();
  }

  /** The last second. */
  get second(): Int16Array {
    return Int16Array.from(this.heard.slice(-SAMPLE_RATE));
  }
}
