import type { EchoCanceller, Loudspeaker, Microphone } from '../base/audio.ts';
import { SILENCE, SILENT_DB } from '../base/audio.ts';
import { ramp } from '../base/gain.ts';
import type { Ms } from '../base/clock.ts';
import type { DeviceState } from '../base/devices.ts';
import { levelDb } from '../voice/level.ts';
import { VoiceProcessor } from '../voice/voice-processor.ts';
import type { Loop } from './loop.ts';
import type { CallState } from './state.ts';

export interface SoundDeskParts {
  loop: Loop;
  /** Undefined: nothing is said, for the reason that `microphoneMissing` tells. */
  microphone: Microphone | undefined;
  microphoneMissing: string | undefined;
  /** Undefined: nothing is heard, for the reason that `loudspeakerMissing` tells. */
  loudspeaker: Loudspeaker | undefined;
  loudspeakerMissing: string | undefined;
  /** Undefined: what the loudspeaker plays doesn't reach the microphone. */
  openCanceller: (() => EchoCanceller) | undefined;
  muted: boolean;
  /** 20 ms of the user's voice, for the others; undefined while muted. */
  captured: (pcm: Readonly<Int16Array> | undefined, capturedAt: Ms) => void;
  /** The next 20 ms of the others' voices, the desk's. */
  next: (now: Ms) => Int16Array;
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
  #canceller: EchoCanceller | undefined;
  #gain = 1;
  readonly #processor = new VoiceProcessor({ halfDuplex: false });
  #on = false;
  #trouble: { microphone?: string | undefined; loudspeaker?: string | undefined } = {};
  #speakingSince: Ms | undefined;
  #toldUntil: Ms = -Infinity;

  constructor(parts: SoundDeskParts) {
    this.#parts = parts;
    this.#processor.muted = parts.muted;
  }

  get state(): CallState['microphone'] {
    const { microphone } = this.#parts;
    return {
      label: microphone?.label ?? 'none',
      on: microphone !== undefined && !this.#processor.muted,
      open: this.#on && microphone !== undefined,
      trouble: this.#trouble.microphone,
      levelDb: this.#levelDb.captured,
    };
  }

  get heard(): CallState['heard'] {
    return { levelDb: this.#levelDb.played, volumePct: this.volumePct };
  }

  /** Why there is no sound, for as long as the call lasts. */
  get missing(): string[] {
    const { microphoneMissing, loudspeakerMissing } = this.#parts;
    return [microphoneMissing, loudspeakerMissing].filter((reason) => reason !== undefined);
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
    this.#canceller = this.#parts.openCanceller?.();
    this.#open();
  }

  toggle(): void {
    this.#processor.muted = !this.#processor.muted;
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
    await Promise.all([this.suspend(), this.#canceller?.close()]);
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
    const { loop } = this.#parts;
    const canceller = this.#canceller;
    if (!canceller?.working) return this.#cleaned(pcm, capturedAt);
    void canceller.clean(pcm).then((clean) => loop.run(() => this.#cleaned(clean, capturedAt)));
  }

  #cleaned(pcm: Int16Array, capturedAt: Ms): void {
    const { pcm: voice, levelDb: level, speaking } = this.#processor.captured(pcm);
    this.#levelDb.captured = level;
    this.#notice(speaking && this.#processor.muted);
    this.#parts.captured(voice, capturedAt);
  }

  #next(delayMs: Ms): Readonly<Int16Array> {
    const { loop, next } = this.#parts;
    const canceller = this.#canceller;
    let sound: Readonly<Int16Array> = SILENCE;
    loop.run(() => {
      this.playoutMs = delayMs;
      // Without a canceller, only one side is heard at a time; it may have died.
      this.#processor.halfDuplex = canceller?.working === false;
      sound = this.#processor.played(this.#atVolume(next(loop.now())));
      this.#levelDb.played = levelDb(sound);
      canceller?.played(sound, delayMs);
    });
    return sound;
  }

  #atVolume(pcm: Int16Array): Int16Array {
    const from = this.#gain;
    this.#gain = this.volumePct / 100;
    return ramp(pcm, from, this.#gain);
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
