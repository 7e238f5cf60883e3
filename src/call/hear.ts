import { type VoiceDecoder } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import type { SenderKey } from '../base/packet.ts';
import { Playout, type PlayoutCounts } from '../jitter/playout.ts';
import { AUDIO_CLOCK_RATE, readAudio } from '../rtp/audio.ts';
import { readRtp } from '../rtp/packet.ts';
import { Reception } from '../rtp/reception.ts';
import { RtpOpener } from '../secure/srtp.ts';

export interface HearParts {
  /** Owned by the ladder from here on. */
  decoder: VoiceDecoder;
  /** The sender's key, as it came over the control link. */
  key: SenderKey;
  dropped: (reason: string) => void;
  /** Gets a plain copy of each RTP packet, for --dump-rtp. */
  tap?: ((packet: Uint8Array) => void) | undefined;
}

/**
 * The way of a voice in, read from top to bottom; the loudspeaker sets the pace:
 *
 *     net > secure > rtp > jitter > codec > voice > loudspeaker
 */
export class Hear {
  readonly reception: Reception;
  readonly #parts: HearParts;
  readonly #opener: RtpOpener;
  readonly #playout: Playout;

  constructor(parts: HearParts) {
    this.#parts = parts;
    this.#opener = new RtpOpener(parts.key);
    this.reception = new Reception(parts.key.ssrc, AUDIO_CLOCK_RATE);
    this.#playout = new Playout(parts.decoder);
  }

  get ssrc(): number {
    return this.#parts.key.ssrc;
  }

  /** net > secure > rtp > jitter; false when it was thrown away. */
  datagram(sealed: Uint8Array, now: Ms): boolean {
    const plain = this.#opener.open(sealed);
    if (typeof plain === 'string') return this.#drop(`rtp ${plain}`);
    this.#parts.tap?.(plain);
    const packet = readRtp(plain);
    const sound = packet && readAudio(packet);
    if (!sound) return this.#drop('rtp malformed');
    this.reception.push(packet, now);
    this.#playout.push(sound, now);
    return true;
  }

  /** jitter > codec: the next 20 ms, the caller's. */
  next(now: Ms): Int16Array {
    return this.#playout.pull(now);
  }

  /** How many of 20 ms were heard. */
  get pieces(): number {
    const { played, recovered, concealed } = this.#playout.counts;
    return played + recovered + concealed;
  }

  get counts(): Readonly<PlayoutCounts> {
    return this.#playout.counts;
  }

  /** From a word over there to the loudspeaker asking for it here, by two clocks; undefined before the first. */
  get lagMs(): Ms | undefined {
    return this.#playout.lagMs;
  }

  close(): void {
    this.#playout.close();
  }

  #drop(reason: string): false {
    this.#parts.dropped(reason);
    return false;
  }
}
