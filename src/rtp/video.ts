import type { Ms } from '../base/clock.ts';
import type { CodedFrame } from '../base/frame.ts';
import type { RtpPacket } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import { VP9_PAYLOAD_TYPE } from './payload-types.ts';
import type { ReportBlock, SenderReport } from './report.ts';
import { MAX_DESCRIPTOR_LENGTH, readVp9, writeVp9 } from './vp9.ts';
import type { Vp9Payload } from './vp9.ts';

export const VIDEO_CLOCK_RATE = 90_000;

/** Descriptor included. With RTP, SRTP, a tunnel's and the network's headers still below the 1280 bytes of IPv6. */
const MAX_PAYLOAD_LENGTH = 1100;
const MAX_PART_LENGTH = MAX_PAYLOAD_LENGTH - MAX_DESCRIPTOR_LENGTH;

/** Cuts the frames of one VP9 stream into RTP packets (RFC 9628). */
export class VideoPacketiser {
  readonly #ssrc: number;
  readonly #payloadType: number;
  readonly #timestampOffset: number;
  #sequenceNumber: number;
  #pictureId: number;
  #packetCount = 0;
  #octetCount = 0;

  constructor({ ssrc, payloadType, random }: { ssrc: number; payloadType?: number; random: Random }) {
    this.#ssrc = ssrc;
    this.#payloadType = payloadType ?? VP9_PAYLOAD_TYPE;
    const drawn = new DataView(new Uint8Array(random(8)).buffer);
    this.#timestampOffset = drawn.getUint32(0);
    // Below 2^15, lest a receiver who misses the first packets also misses the first wrap (RFC 3711, 3.3.1).
    this.#sequenceNumber = drawn.getUint16(4) >> 1;
    this.#pictureId = drawn.getUint16(6) >> 1;
  }

  /** Packets of about the same size, in order; their payloads are fresh. None for a frame without data. */
  packetise(frame: CodedFrame): RtpPacket[] {
    const count = Math.ceil(frame.data.length / MAX_PART_LENGTH);
    const packets = Array.from({ length: count }, (_, index) => this.#packet(frame, index, count));
    if (count > 0) this.#pictureId = (this.#pictureId + 1) & 0x7fff;
    return packets;
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

  #packet(frame: CodedFrame, index: number, count: number): RtpPacket {
    const start = index === 0;
    const end = index === count - 1;
    const payload = writeVp9({
      pictureId: this.#pictureId,
      interPredicted: !frame.keyFrame,
      start,
      end,
      size: start && frame.keyFrame ? frame : undefined,
      data: part(frame.data, index, count),
    });
    this.#packetCount++;
    this.#octetCount += payload.length;
    return {
      payloadType: this.#payloadType,
      marker: end,
      sequenceNumber: this.#nextSequenceNumber(),
      timestamp: this.#timestampAt(frame.capturedAt),
      ssrc: this.#ssrc,
      frameMark: { start, end, independent: frame.keyFrame },
      capturedAt: start ? frame.capturedAt : undefined,
      payload,
    };
  }

  #nextSequenceNumber(): number {
    const sequenceNumber = this.#sequenceNumber;
    this.#sequenceNumber = (sequenceNumber + 1) & 0xffff;
    return sequenceNumber;
  }

  #timestampAt(time: Ms): number {
    return (this.#timestampOffset + Math.round((time * VIDEO_CLOCK_RATE) / 1000)) >>> 0;
  }
}

/**
 * The opposite of `packetise`: the frame that `packets`, all those of one frame in order, carry. Width and height are
 * what the sender says of a key frame, and 0 on all others. `data` is fresh. Undefined when the packets don't make a
 * frame.
 */
export function assemble(packets: readonly RtpPacket[]): (CodedFrame & { pictureId: number }) | undefined {
  const parts = packets.map((packet) => readVp9(packet.payload));
  const first = parts[0];
  const capturedAt = packets[0]?.capturedAt;
  if (first?.pictureId === undefined || capturedAt === undefined || !makeOneFrame(parts)) return undefined;
  return {
    width: first.size?.width ?? 0,
    height: first.size?.height ?? 0,
    data: concat(parts.map(({ data }) => data)),
    keyFrame: !first.interPredicted,
    capturedAt,
    pictureId: first.pictureId,
  };
}

function makeOneFrame(parts: (Vp9Payload | undefined)[]): parts is Vp9Payload[] {
  const last = parts.length - 1;
  return parts.every(
    (each, index) =>
      each?.pictureId === parts[0]?.pictureId &&
      each?.start === (index === 0) &&
      each.end === (index === last),
  );
}

function part(data: Uint8Array, index: number, count: number): Uint8Array {
  const boundary = (n: number): number => Math.floor((n * data.length) / count);
  return data.subarray(boundary(index), boundary(index + 1));
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, each) => length + each.length, 0));
  let at = 0;
  for (const each of parts) {
    bytes.set(each, at);
    at += each.length;
  }
  return bytes;
}
