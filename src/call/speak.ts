import type { VoiceEncoder } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import { PAUSE } from '../base/opus-packet.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import { AudioPacketiser, type Redundancy } from '../rtp/audio.ts';
import { writeRtp } from '../rtp/packet.ts';
import type { ReportBlock, SenderReport } from '../rtp/report.ts';
import { RtpSealer } from '../secure/srtp.ts';

export interface SpeakParts {
  /** Owned by the ladder from here on. */
  encoder: VoiceEncoder;
  key: SenderKey;
  random: Random;
  deliver: (sealed: Uint8Array) => void;
}

/** Of a packet's path: at these shares of lost packets each carries one copy of what went before it, or two. */
const REDUNDANCY_PCT = { one: 1, two: 10 };
/** Nobody knows the line yet. */
const FIRST_LOSS_PCT = 2;
/** How a voice is coded in the first second: 24 kbit/s are fullband speech (RFC 7587, 3.1.1). */
export const FIRST_VOICE = { bitrateBps: 24_000, lossPct: FIRST_LOSS_PCT, constantRate: false };
/** How much of the way back to zero a report without loss goes: copies stay for some seconds after the last one. */
const FORGETTING = 0.15;

/**
 * The way of a voice out, read from top to bottom:
 *
 *     microphone > voice > codec > rtp > secure > net
 */
export class Speak {
  readonly #parts: SpeakParts;
  readonly #packetiser: AudioPacketiser;
  readonly #sealer: RtpSealer;
  #lossPct = FIRST_LOSS_PCT;
  #silent = true;

  constructor(parts: SpeakParts) {
    this.#parts = parts;
    this.#packetiser = new AudioPacketiser({ ssrc: parts.key.ssrc, random: parts.random });
    this.#sealer = new RtpSealer(parts.key);
  }

  get ssrc(): number {
    return this.#parts.key.ssrc;
  }

  /** voice > codec > rtp > secure > net; undefined: nobody is to hear these 20 ms. */
  sound(pcm: Readonly<Int16Array> | undefined, capturedAt: Ms): void {
    const packet = pcm ? this.#parts.encoder.encode(pcm) : this.#pause();
    this.#silent = !pcm;
    const rtp = this.#packetiser.packetise({ packet, capturedAt, redundancy: this.#redundancy });
    if (rtp) this.#parts.deliver(this.#sealer.seal(writeRtp(rtp)));
  }

  /** The receiver tells what it is missing. */
  reported({ fractionLost }: ReportBlock): void {
    const lossPct = (fractionLost / 256) * 100;
    this.#lossPct = Math.max(lossPct, this.#lossPct * (1 - FORGETTING));
    this.#parts.encoder.configure({ ...FIRST_VOICE, lossPct: this.#lossPct });
  }

  report(now: Ms): SenderReport {
    return this.#packetiser.report(now, []);
  }

  close(): void {
    this.#parts.encoder.close();
  }

  /** Said once: else the other side takes what doesn't come for lost, and makes something up. */
  #pause(): Uint8Array | undefined {
    return this.#silent ? undefined : PAUSE;
  }

  get #redundancy(): Redundancy {
    if (this.#lossPct >= REDUNDANCY_PCT.two) return 2;
    return this.#lossPct >= REDUNDANCY_PCT.one ? 1 : 0;
  }
}
