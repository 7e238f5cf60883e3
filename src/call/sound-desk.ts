import type { Loudspeaker, Microphone, VoiceProcessor } from '../base/audio.ts';
import { SILENCE, SILENT_DB } from '../base/audio.ts';
import { ramp } from '../base/gain.ts';
import type { Ms } from '../base/clock.ts';
import type { DeviceState } from '../base/devices.ts';
import type { Loop } from './loop.ts';
import type { CallState } from './state.ts';

export interface SoundDeskParts {
  loop: Loop;
  /** Undefined: nothing is said, for the reason that `microphoneMissing` tells. */
  microphone: Microphone | undefined;
  microphoneMissing: string | undefined;
  /** Undefined: nothing is heard. */
  loudspeaker: Loudspeaker | undefined;
  processor: VoiceProcessor;
  muted: boolean;
  /** 20 ms of the user's voice, for the others. */
  captured: (pcm: Readonly<Int16Array>, capturedAt: Ms) => void;
  /** The next 20 ms of the others' voices. */
  next: (now: Ms) => Readonly<Int16Array>;
  /** Muted or not, or in trouble: the peer and the user want to know. */
  changed: () => void;
}

/** Volume changes by so much of the whole, up to twice as loud as it came. */
const VOLUME_STEP = 10;
const MAX_VOLUME = 200;
/** Who goes on speaking for so long while muted has not noticed. */
const UNNOTICED_MS = 600;
/** And is not told again and again. */
const TOLD_MS = 4000;

/**
 * The microphone and the loudspeaker as people see them. Both are open while the call is on and this process isn't
 * stopped. Muted, nothing leaves the microphone's process but the warning that one is talking to nobody.
 */
export class SoundDesk {
  volumePct = 100;
  /** How much later than it was asked for a sound is heard. */
  playoutMs: Ms = 0;
  readonly #parts: SoundDeskParts;
  readonly #levelDb = { captured: SILENT_DB, played: SILENT_DB };
  #gain = 1;
  #muted: boolean;
  #on = false;
  #trouble: { microphone?: string | undefined; loudspeaker?: string | undefined } = {};
  #speakingSince: Ms | undefined;
  #toldUntil: Ms = -Infinity;

  constructor(parts: SoundDeskParts) {
    this.#parts = parts;
    this.#muted = parts.muted;
    this.#trouble.microphone = parts.microphoneMissing;
  }

  get state(): CallState['microphone'] {
    const { microphone } = this.#parts;
    return {
      label: microphone?.label ?? 'none',
      on: microphone !== undefined && !this.#muted,
      open: this.#on && microphone !== undefined,
      trouble: this.#trouble.microphone,
      levelDb: this.#levelDb.captured,
    };
  }

  get heard(): CallState['heard'] {
    return { levelDb: this.#levelDb.played, volumePct: this.volumePct };
  }

  /** What the peer gets to know. */
  get publicState(): DeviceState {
    const { on, trouble } = this.state;
    return on && trouble !== undefined ? { on, trouble: 'no sound from its microphone' } : { on };
  }

  get troubles(): string[] {
    const talking = this.#parts.loop.now() < this.#toldUntil ? 'you are talking while muted: m' : undefined;
    return [talking, this.#trouble.microphone, this.#trouble.loudspeaker].filter(
      (text) => text !== undefined,
    );
  }

  /** The call begins. */
  enter(): void {
    this.#on = true;
    this.#open();
  }

  toggle(): void {
    this.#muted = !this.#muted;
    this.#toldUntil = -Infinity;
    this.#parts.changed();
  }

  /** Returns the volume from now on, in percent of what comes in. */
  louder(steps: number): number {
    this.volumePct = Math.min(MAX_VOLUME, Math.max(0, this.volumePct + steps * VOLUME_STEP));
    return this.volumePct;
  }

  /** The devices are closed when this resolves. */
  async suspend(): Promise<void> {
    await Promise.all([this.#parts.microphone?.close(), this.#parts.loudspeaker?.close()]);
  }

  resume(): void {
    if (this.#on) this.#open();
  }

  /** The call is over. The devices are closed when this resolves. */
  async leave(): Promise<void> {
    this.#on = false;
    await this.suspend();
    this.#parts.processor.close();
  }

  #open(): void {
    const { loop, microphone, loudspeaker } = this.#parts;
    microphone?.open({
      sound: (pcm, capturedAt) => loop.run(() => this.#captured(pcm, capturedAt)),
      trouble: (reason) => loop.run(() => this.#troubled('microphone', reason)),
    });
    loudspeaker?.open({
      next: (delayMs) => this.#next(delayMs),
      trouble: (reason) => loop.run(() => this.#troubled('loudspeaker', reason)),
    });
  }

  #captured(pcm: Int16Array, capturedAt: Ms): void {
    if (!this.#on) return;
    if (this.#trouble.microphone !== undefined) this.#troubled('microphone', undefined);
    const { pcm: voice, levelDb, speaking } = this.#parts.processor.captured(pcm);
    this.#levelDb.captured = levelDb;
    if (this.#muted) this.#notice(speaking);
    else this.#parts.captured(voice, capturedAt);
  }

  #next(delayMs: Ms): Readonly<Int16Array> {
    const { loop, next, processor } = this.#parts;
    let sound: Readonly<Int16Array> = SILENCE;
    loop.run(() => {
      this.playoutMs = delayMs;
      const { pcm, levelDb } = processor.played(this.#atVolume(next(loop.now())), delayMs);
      this.#levelDb.played = levelDb;
      sound = pcm;
    });
    return sound;
  }

  #atVolume(pcm: Readonly<Int16Array>): Readonly<Int16Array> {
    const gain = this.volumePct / 100;
    const scaled = gain === 1 && this.#gain === 1 ? pcm : ramp(Int16Array.from(pcm), this.#gain, gain);
    this.#gain = gain;
    return scaled;
  }

  #notice(speaking: boolean): void {
    const now = this.#parts.loop.now();
    this.#speakingSince = speaking ? (this.#speakingSince ?? now) : undefined;
    if (this.#speakingSince === undefined || now - this.#speakingSince < UNNOTICED_MS) return;
    const told = now < this.#toldUntil;
    this.#toldUntil = now + TOLD_MS;
    if (!told) this.#parts.changed();
  }

  #troubled(device: 'microphone' | 'loudspeaker', reason: string | undefined): void {
    this.#trouble[device] = reason;
    this.#parts.changed();
  }
}
