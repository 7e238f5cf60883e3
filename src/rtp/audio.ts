import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../base/audio.ts';
import type { CodedSound, SoundPacket } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import { isPause } from '../base/opus-packet.ts';
import type { RtpPacket } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import { OPUS_PAYLOAD_TYPE, RED_PAYLOAD_TYPE } from './payload-types.ts';
import { readRed, writeRed } from './red.ts';
import type { RedBlock } from './red.ts';
import type { ReportBlock, SenderReport } from './report.ts';

/** Opus always counts like this, whatever it was coded from (RFC 7587, 4.1). */
export const AUDIO_CLOCK_RATE = SAMPLE_RATE;

/** How many earlier packets each packet repeats. */
export type Redundancy = 0 | 1 | 2;

export interface AudioFrame {
  /** Undefined in a pause. */
  packet: Uint8Array | undefined;
  /** When the last sample was recorded. */
  capturedAt: Ms;
  redundancy: Redundancy;
}

/** 16 bytes that tell the capture time are a fifth of a packet: five times a second is enough, the timestamps tell the rest. */
const CAPTURE_TIME_EVERY = 10;
/** Less than this between two frames is a busy machine; more is a microphone that was closed meanwhile. */
const MAX_UNEVENNESS_MS = 500;

/**
 * Puts the frames of one Opus stream into RTP packets (RFC 7587), with copies of earlier ones where they are wanted (RFC
 * 2198). The audio level of RFC 6464 isn't sent: header extensions are readable on the line, and would tell who speaks when.
 */
export class AudioPacketiser {
  readonly #ssrc: number;
  #sequenceNumber: number;
  /** Of the newest frame. */
  #timestamp: number;
  #capturedAt: Ms | undefined;
  #sent: CodedSound[] = [];
  #silent = true;
  #untilCaptureTime = 0;
  #packetCount = 0;
  #octetCount = 0;

  constructor({ ssrc, random }: { ssrc: number; random: Random }) {
    this.#ssrc = ssrc;
    const drawn = new DataView(new Uint8Array(random(6)).buffer);
    this.#timestamp = drawn.getUint32(0);
    // Below 2^15, lest a receiver who misses the first packets also misses the first wrap (RFC 3711, 3.3.1).
    this.#sequenceNumber = drawn.getUint16(4) >> 1;
  }

  /** Every frame that was recorded goes through here, also those of a pause, of which nothing is sent. */
  packetise({ packet, capturedAt, redundancy }: AudioFrame): RtpPacket | undefined {
    this.#advance(capturedAt);
    if (!packet) {
      this.#silent = true;
      return undefined;
    }
    const talkspurt = this.#silent;
    this.#silent = isPause(packet);
    const { payloadType, payload } = this.#payload(packet, redundancy);
    this.#packetCount++;
    this.#octetCount += payload.length;
    return {
      payloadType,
      marker: talkspurt,
      sequenceNumber: this.#nextSequenceNumber(),
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
      frameMark: undefined,
      capturedAt: this.#tellsCaptureTime(talkspurt) ? capturedAt - FRAME_MS : undefined,
      payload,
    };
  }

  /** What has been packetised until now; `reports` say what was received from others. */
  report(now: Ms, reports: readonly ReportBlock[]): SenderReport {
    return {
      kind: 'sender report',
      ssrc: this.#ssrc,
      sentAt: now,
      timestamp: this.#timestampAt(now),
      packetCount: this.#packetCount,
      octetCount: this.#octetCount,
      reports,
    };
  }

  /** Timestamps count samples: the clock of the sound card runs otherwise than ours, and a gap must be whole frames. */
  #advance(capturedAt: Ms): void {
    const elapsedMs = capturedAt - (this.#capturedAt ?? capturedAt);
    const frames = elapsedMs > MAX_UNEVENNESS_MS ? Math.round(elapsedMs / FRAME_MS) : 1;
    this.#timestamp = (this.#timestamp + frames * FRAME_SAMPLES) >>> 0;
    this.#capturedAt = capturedAt;
  }

  #payload(packet: Uint8Array, redundancy: Redundancy): { payloadType: number; payload: Uint8Array } {
    const copies = redundancy === 0 ? [] : this.#sent.slice(-redundancy).map((each) => this.#copy(each));
    this.#sent = [...this.#sent.slice(-1), { timestamp: this.#timestamp, packet }];
    if (redundancy === 0) return { payloadType: OPUS_PAYLOAD_TYPE, payload: packet };
    const payload = writeRed(copies, { payloadType: OPUS_PAYLOAD_TYPE, data: packet });
    return { payloadType: RED_PAYLOAD_TYPE, payload };
  }

  #copy({ timestamp, packet }: CodedSound): RedBlock {
    return {
      payloadType: OPUS_PAYLOAD_TYPE,
      timestampOffset: (this.#timestamp - timestamp) >>> 0,
      data: packet,
    };
  }

  #tellsCaptureTime(talkspurt: boolean): boolean {
    if (talkspurt) this.#untilCaptureTime = 0;
    const tells = this.#untilCaptureTime === 0;
    this.#untilCaptureTime = tells ? CAPTURE_TIME_EVERY - 1 : this.#untilCaptureTime - 1;
    return tells;
  }

  #nextSequenceNumber(): number {
    const sequenceNumber = this.#sequenceNumber;
    this.#sequenceNumber = (sequenceNumber + 1) & 0xffff;
    return sequenceNumber;
  }

  /** `capturedAt` is the end of the newest frame. */
  #timestampAt(time: Ms): number {
    const sinceMs = time - (this.#capturedAt ?? time) + FRAME_MS;
    return (this.#timestamp + Math.round((sinceMs * AUDIO_CLOCK_RATE) / 1000)) >>> 0;
  }
}

/** The opposite of `packetise`, with or without copies; packets are views. Undefined when it isn't Opus, or makes no sense. */
export function readAudio({ payloadType, payload, ...packet }: RtpPacket): SoundPacket | undefined {
  const blocks = payloadType === RED_PAYLOAD_TYPE ? readRed(payload) : [plain(payloadType, payload)];
  const last = blocks?.at(-1);
  if (!blocks || !last || !isSound(last)) return undefined;
  return {
    sequenceNumber: packet.sequenceNumber,
    sounds: blocks.filter(isSound).map(({ timestampOffset, data }) => ({
      timestamp: (packet.timestamp - timestampOffset) >>> 0,
      packet: data,
    })),
    capturedAt: packet.capturedAt,
  };
}

const plain = (payloadType: number, data: Uint8Array): RedBlock => ({
  payloadType,
  timestampOffset: 0,
  data,
});

const isSound = ({ payloadType, data }: RedBlock): boolean =>
  payloadType === OPUS_PAYLOAD_TYPE && data.length > 0;
