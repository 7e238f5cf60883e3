import type { Loudspeaker, Microphone } from '../../base/audio.ts';
import { SILENCE, SILENT_DB } from '../../base/audio.ts';
import { ramp } from '../../base/gain.ts';
import type { Ms } from '../../base/clock.ts';
import type { DeviceState } from '../../base/devices.ts';
import { levelDb } from '../../voice/level.ts';
import { FAREWELL_TURNS, VoiceProcessor } from '../../voice/voice-processor.ts';
import { LevelMeter } from '../../voice/level-meter.ts';
import type { Loop } from '../loop.ts';
import { SoundPort } from './sound-port.ts';
import type { CallState } from '../state.ts';
import { Unheard } from './unheard.ts';

export interface SoundDeskParts {
  loop: Loop;
  /** Undefined: nothing is said, for the reason that `microphoneMissing` tells. */
  microphone: Microphone | undefined;
  microphoneMissing: string | undefined;
  /** Undefined: nothing is heard, for the reason that `loudspeakerMissing` tells. */
  loudspeaker: Loudspeaker | undefined;
  loudspeakerMissing: string | undefined;
  /** Nothing that is played reaches the microphone. */
  headphones: boolean;
  muted: boolean;
  /** 20 ms of the user's voice, for the others; undefined while muted. */
  captured: (pcm: Readonly<Int16Array> | undefined, capturedAt: Ms) => void;
  /** The next 20 ms of the others' voices, the desk's, which will be heard in `delayMs`. */
  next: (now: Ms, delayMs: Ms) => Int16Array;
  /** Muted or not, or in trouble: the peer and the user want to know. */
  changed: () => void;
  metersMoved: () => void;
  /** A device that was put in the place of another doesn't work, and why; the other one is back. */
  failed: (kind: 'microphone' | 'loudspeaker', reason: string) => void;
  /** There is an echo, and nothing takes it out. */
  echoes: () => void;
}

/** Volume changes by so much of the whole, up to twice as loud as it came. */
const VOLUME_STEP = 10;
const MAX_VOLUME = 200;
/** Five seconds: by then what takes echo out has started, or is back. */
const PATIENCE_TURNS = 250;

/**
 * The microphone and the loudspeaker as people see them. The one is open while the call is on, the other while there is
 * something to hear, and neither while this process is stopped. Muted, nothing leaves the microphone's process but the
 * warning that one is talking to nobody.
 */
export class SoundDesk {
  volumePct = 100;
  /** How much later than it was asked for a sound is heard. */
  playoutMs: Ms = 0;
  readonly microphone: SoundPort<Microphone>;
  readonly loudspeaker: SoundPort<Loudspeaker>;
  /** Of the last 20 ms, in dBFS. */
  readonly levelsDb = { captured: SILENT_DB, played: SILENT_DB };
  readonly #meters = { captured: new LevelMeter(), played: new LevelMeter() };
  readonly #parts: SoundDeskParts;
  /** What was played is taken out of what is heard. */
  #isClean = false;
  /** Pieces of the microphone in which it was not, and should have been. */
  #uncleanTurns = 0;
  readonly #unheard = new Unheard();
  #headphones: boolean;
  #gain = 1;
  readonly #processor = new VoiceProcessor({ halfDuplex: false });
  #on = false;
  #listening = false;

  constructor(parts: SoundDeskParts) {
    this.#parts = parts;
    this.#processor.muted = parts.muted;
    this.#headphones = parts.headphones;
    this.microphone = this.#microphonePort();
    this.loudspeaker = this.#loudspeakerPort();
  }

  get state(): Pick<CallState, 'microphone' | 'loudspeaker'> {
    const { microphone, loudspeaker, volumePct } = this;
    const { captured, played } = this.#meters;
    const { muted } = this.#processor;
    return {
      microphone: {
        ...microphone.state,
        on: microphone.device !== undefined && !muted,
        level: captured.step,
      },
      loudspeaker: { ...loudspeaker.state, level: played.step, volumePct },
    };
  }

  /** Why there is no sound, for as long as the call lasts. */
  get missing(): string[] {
    const { microphoneMissing, loudspeakerMissing } = this.#parts;
    return [microphoneMissing, loudspeakerMissing].filter((reason) => reason !== undefined);
  }

  /** What the peer gets to know. */
  get publicState(): DeviceState {
    const { on, trouble } = this.state.microphone;
    return on && trouble !== undefined ? { on, trouble: 'no sound' } : { on };
  }

  get troubles(): string[] {
    const isTold = this.#unheard.isToldAt(this.#parts.loop.now());
    const talking = isTold ? 'you are talking while muted: m, or space' : undefined;
    return [talking, this.microphone.trouble, this.loudspeaker.trouble].filter((text) => text !== undefined);
  }

  /** The call begins. */
  enter(): void {
    this.#on = true;
    this.#settle();
  }

  /** Whether there is something to hear. */
  listen(on: boolean): void {
    this.#listening = on;
    this.#settle();
  }

  get muted(): boolean {
    return this.#processor.muted;
  }

  mute(on: boolean): void {
    this.#processor.muted = on;
    this.#unheard.forget();
    this.#parts.changed();
  }

  /** Put on, or taken off: returns which. */
  toggleHeadphones(): boolean {
    this.#headphones = !this.#headphones;
    return this.#headphones;
  }

  /** Returns the volume from now on, in percent of what comes in. */
  louder(steps: number): number {
    this.volumePct = Math.min(MAX_VOLUME, Math.max(0, this.volumePct + steps * VOLUME_STEP));
    return this.volumePct;
  }

  /** The devices are closed when this resolves. */
  async suspend(): Promise<void> {
    await Promise.all([this.microphone.close(), this.loudspeaker.close()]);
  }

  resume(): void {
    this.#settle();
  }

  /** The call is over. The devices are closed when this resolves. */
  async leave(): Promise<void> {
    this.#on = false;
    await this.suspend();
  }

  #microphonePort(): SoundPort<Microphone> {
    const { loop, microphone, failed } = this.#parts;
    return new SoundPort({
      loop,
      device: microphone,
      open: (device, live) =>
        device.open({
          sound: (pcm, capturedAt, isClean = false) => {
            live(() => this.#captured(pcm, { capturedAt, isClean }));
            // Asking is a change of its own.
            this.loudspeaker.device?.help?.();
          },
          trouble: (reason, over) => live(() => this.microphone.fails(reason, over)),
        }),
      changed: () => this.#microphoneChanged(),
      failed: (reason) => failed('microphone', reason),
    });
  }

  #loudspeakerPort(): SoundPort<Loudspeaker> {
    const { loop, loudspeaker, failed } = this.#parts;
    return new SoundPort({
      loop,
      device: loudspeaker,
      open: (device, live) =>
        device.open({
          next: (delayMs) => {
            let sound = SILENCE;
            live((now) => (sound = this.#next(delayMs, now)));
            return sound;
          },
          trouble: (reason, over) => live(() => this.loudspeaker.fails(reason, over)),
        }),
      changed: () => this.#loudspeakerChanged(),
      failed: (reason) => failed('loudspeaker', reason),
    });
  }

  #settle(): void {
    if (this.#on) this.microphone.open();
    if (this.#on && this.#listening) this.loudspeaker.open();
    else this.#fallStill();
  }

  #fallStill(): void {
    void this.loudspeaker.close();
    this.#processor.halfDuplex = false;
  }

  /** What is played reaches the microphone. */
  get #echoes(): boolean {
    const { microphone, loudspeaker } = this;
    return microphone.device?.inRoom === true && loudspeaker.device?.inRoom === true && !this.#headphones;
  }

  #captured(pcm: Int16Array, { capturedAt, isClean }: { capturedAt: Ms; isClean: boolean }): void {
    this.microphone.works();
    this.#isClean = isClean;
    const { loop, changed, captured, echoes } = this.#parts;
    this.#uncleanTurns = this.#processor.halfDuplex && !isClean ? this.#uncleanTurns + 1 : 0;
    if (this.#uncleanTurns === PATIENCE_TURNS) echoes();
    const { pcm: voice, levelDb: level, speaking } = this.#processor.captured(pcm);
    this.#measured('captured', level);
    if (this.#unheard.push(speaking && this.#processor.muted, loop.now())) changed();
    captured(voice, capturedAt);
  }

  #next(delayMs: Ms, now: Ms): Readonly<Int16Array> {
    this.loudspeaker.works();
    this.playoutMs = delayMs;
    const pcm = this.#parts.next(now, delayMs);
    this.#measured('played', levelDb(pcm));
    const echoes = this.#echoes;
    this.#processor.halfDuplex = echoes && !this.#isClean;
    const sound = this.#processor.played(this.#atVolume(pcm));
    if (echoes) this.microphone.device?.played?.(sound, delayMs);
    return sound;
  }

  #measured(which: 'captured' | 'played', db: number): void {
    const { loop, metersMoved } = this.#parts;
    this.levelsDb[which] = db;
    if (this.#meters[which].push(db, loop.now())) metersMoved();
  }

  #atVolume(pcm: Int16Array): Int16Array {
    const from = this.#gain;
    this.#gain = this.volumePct / 100;
    return ramp(pcm, from, this.#gain);
  }

  #microphoneChanged(): void {
    this.#meters.captured.reset();
    this.#isClean = false;
    this.#fallSilent();
    this.#parts.changed();
  }

  /** Nobody is to wait for what doesn't come, or to hear the last of it go on. */
  #fallSilent(): void {
    const { loop, captured } = this.#parts;
    if (this.#processor.muted) return;
    for (let turn = 0; turn < FAREWELL_TURNS; turn++) captured(SILENCE, loop.now());
    captured(undefined, loop.now());
  }

  #loudspeakerChanged(): void {
    this.#meters.played.reset();
    this.#parts.changed();
  }
}
