import { readClock, writeClock } from './clock-packet.ts';
import type { ClockPing, ClockPong } from './clock-packet.ts';
import { readReceiverReport, readSenderReport, writeReceiverReport, writeSenderReport } from './report.ts';
import type { ReceiverReport, SenderReport } from './report.ts';

/** "The picture is broken, send a key frame" (RFC 4585, 6.3.1). */
export interface PictureLossIndication {
  kind: 'picture loss';
  /** Who asks. */
  ssrc: number;
  /** The stream that is asked for. */
  mediaSsrc: number;
}

/** These streams have ended (RFC 3550, 6.6). */
export interface Goodbye {
  kind: 'goodbye';
  /** At most 31. */
  ssrcs: readonly number[];
}

export type Rtcp = SenderReport | ReceiverReport | PictureLossIndication | ClockPing | ClockPong | Goodbye;

const VERSION = 2;
const HEADER_LENGTH = 4;
const MAX_COUNT = 31;
const TYPE = { senderReport: 200, receiverReport: 201, goodbye: 203, application: 204, payloadFeedback: 206 };
/** Format of payload-specific feedback (RFC 4585, 6.3). */
const PICTURE_LOSS = 1;

/** One packet of a compound: `count` is whatever the type puts into the five bits after the padding flag. */
interface Part {
  type: number;
  count: number;
  body: Uint8Array;
}

/**
 * A compound packet (RFC 3550, 6.1), fresh; a reduced-size one (RFC 5506) when it doesn't begin with a report. Throws
 * when a packet has more than 31 reports or streams.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |V=2|P|  count  |     type      |      length in words - 1      |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export function writeRtcp(packets: readonly Rtcp[]): Uint8Array {
  const parts = packets.map(toPart);
  const bytes = new Uint8Array(parts.reduce((length, { body }) => length + HEADER_LENGTH + body.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { type, count, body } of parts) {
    if (count > MAX_COUNT) throw new RangeError(`an RTCP packet counts to ${MAX_COUNT}, not to ${count}`);
    view.setUint8(at, (VERSION << 6) | count);
    view.setUint8(at + 1, type);
    view.setUint16(at + 2, body.length / 4);
    bytes.set(body, at + HEADER_LENGTH);
    at += HEADER_LENGTH + body.length;
  }
  return bytes;
}

/** The packets of a compound in order; types that aren't known are left out. Undefined when any of it is malformed. */
export function readRtcp(bytes: Uint8Array): Rtcp[] | undefined {
  const parts = split(bytes);
  if (!parts) return undefined;
  const packets: Rtcp[] = [];
  for (const part of parts) {
    const packet = fromPart(part);
    if (!packet) return undefined;
    if (packet !== 'unknown') packets.push(packet);
  }
  return packets;
}

function split(bytes: Uint8Array): Part[] | undefined {
  const parts: Part[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    if (at + HEADER_LENGTH > bytes.length) return undefined;
    const first = view.getUint8(at);
    const end = at + HEADER_LENGTH + view.getUint16(at + 2) * 4;
    if (first >> 6 !== VERSION || end > bytes.length) return undefined;
    const body = withoutPadding(bytes.subarray(at + HEADER_LENGTH, end), (first & 0x20) !== 0);
    // Only the last packet may be padded (RFC 3550, 6.4.1).
    if (!body || (first & 0x20 && end < bytes.length)) return undefined;
    parts.push({ type: view.getUint8(at + 1), count: first & 0x1f, body });
    at = end;
  }
  return parts.length > 0 ? parts : undefined;
}

function withoutPadding(body: Uint8Array, padded: boolean): Uint8Array | undefined {
  if (!padded) return body;
  const padding = body.at(-1) ?? 0;
  if (padding === 0 || padding % 4 !== 0 || padding > body.length) return undefined;
  return body.subarray(0, body.length - padding);
}

function toPart(packet: Rtcp): Part {
  switch (packet.kind) {
    case 'sender report':
      return { type: TYPE.senderReport, count: packet.reports.length, body: writeSenderReport(packet) };
    case 'receiver report':
      return { type: TYPE.receiverReport, count: packet.reports.length, body: writeReceiverReport(packet) };
    case 'picture loss':
      return {
        type: TYPE.payloadFeedback,
        count: PICTURE_LOSS,
        body: words([packet.ssrc, packet.mediaSsrc]),
      };
    case 'goodbye':
      return { type: TYPE.goodbye, count: packet.ssrcs.length, body: words(packet.ssrcs) };
    default:
      return { type: TYPE.application, count: 0, body: writeClock(packet) };
  }
}

function fromPart({ type, count, body }: Part): Rtcp | 'unknown' | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  switch (type) {
    case TYPE.senderReport:
      return readSenderReport(view, count);
    case TYPE.receiverReport:
      return readReceiverReport(view, count);
    case TYPE.payloadFeedback:
      return count === PICTURE_LOSS ? readPictureLoss(view) : 'unknown';
    case TYPE.goodbye:
      return readGoodbye(view, count);
    case TYPE.application:
      return readClock(view);
    default:
      return 'unknown';
  }
}

function readPictureLoss(view: DataView): PictureLossIndication | undefined {
  if (view.byteLength < 8) return undefined;
  return { kind: 'picture loss', ssrc: view.getUint32(0), mediaSsrc: view.getUint32(4) };
}

/** A reason may follow the sources; it isn't read. */
function readGoodbye(view: DataView, count: number): Goodbye | undefined {
  if (view.byteLength < count * 4) return undefined;
  return { kind: 'goodbye', ssrcs: Array.from({ length: count }, (_, index) => view.getUint32(index * 4)) };
}

function words(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value);
  return bytes;
}
