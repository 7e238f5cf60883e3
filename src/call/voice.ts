import { FRAME_SAMPLES } from '../base/audio.ts';
import type { EchoCanceller, Loudspeaker, Microphone, VoiceCodec } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import type { ReportBlock, SenderReport } from '../rtp/report.ts';
import { newSenderKey } from '../secure/sender-key.ts';
import type { FarEnd } from './far-end.ts';
import { Hear, type HearParts } from './hear.ts';
import type { Loop } from './loop.ts';
import { SoundDesk } from './sound-desk.ts';
import { FIRST_VOICE, Speak } from './speak.ts';

/** What a call speaks and hears with. */
export interface Sound {
  codec: VoiceCodec;
  /** Undefined: nothing is said, for the reason that `microphoneMissing` tells, if it isn't the user's wish. */
  microphone: Microphone | undefined;
  microphoneMissing: string | undefined;
  /** Undefined: nothing is heard, for the reason that `loudspeakerMissing` tells. */
  loudspeaker: Loudspeaker | undefined;
  loudspeakerMissing: string | undefined;
  /** Undefined: what the loudspeaker plays doesn't reach the microphone. */
  openCanceller: (() => EchoCanceller) | undefined;
  muted: boolean;
}

export interface VoiceParts extends Pick<HearParts, 'dropped' | 'tap'> {
  loop: Loop;
  random: Random;
  sound: Sound;
  /** Takes each sealed packet on its way to everyone who listens. */
  deliver: (sealed: Uint8Array) => void;
  /** Whom we hear; undefined: nobody yet. */
  heard: () => Hear | undefined;
  changed: () => void;
}

/** The sound of a call: what we say and what we hear. */
export class Voice {
  /** Of our stream. */
  readonly key: SenderKey;
  readonly desk: SoundDesk;
  readonly #parts: VoiceParts;
  #speak: Speak | undefined;
  #closed = false;

  constructor(parts: VoiceParts) {
    const { loop, random, sound, heard, changed } = parts;
    this.#parts = parts;
    this.key = newSenderKey(random);
    this.desk = new SoundDesk({
      ...sound,
      loop,
      captured: (pcm, capturedAt) => this.#speak?.sound(pcm, capturedAt),
      next: (now) => heard()?.next(now) ?? new Int16Array(FRAME_SAMPLES),
      changed,
    });
    void this.#openEncoder();
  }

  /** Their voice, once its decoder is open. */
  async hear(key: SenderKey): Promise<Hear> {
    const { sound, dropped, tap } = this.#parts;
    return new Hear({ key, decoder: await sound.codec.openDecoder(), dropped, tap });
  }

  /** From a word over there until it is heard here; undefined before the first. */
  delayMs({ voice, clockOffsetMs }: FarEnd): Ms | undefined {
    return voice?.lagMs === undefined ? undefined : voice.lagMs + clockOffsetMs + this.desk.playoutMs;
  }

  reports(now: Ms): SenderReport[] {
    return this.#speak ? [this.#speak.report(now)] : [];
  }

  reported(block: ReportBlock): void {
    this.#speak?.reported(block);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.desk.leave();
    this.#speak?.close();
  }

  async #openEncoder(): Promise<void> {
    const { sound, random, deliver } = this.#parts;
    if (!sound.microphone) return;
    const encoder = await sound.codec.openEncoder(FIRST_VOICE);
    if (this.#closed) encoder.close();
    else this.#speak = new Speak({ encoder, key: this.key, random, deliver });
  }
}
