import type { RtpPacket } from '../base/packet.ts';
import { readExtensions, writeExtensions } from './header-extension.ts';
import type { Extensions } from './header-extension.ts';

const VERSION = 2;
const FIXED_HEADER_LENGTH = 12;
const EXTENSION_HEADER_LENGTH = 4;

/**
 * One RTP packet as bytes (RFC 3550, 5.1), fresh; no padding and no contributing sources.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                           timestamp                           |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                             SSRC                              |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |      CC x CSRC, header extension if X, payload, padding if P  |
 */
export function writeRtp(packet: RtpPacket): Uint8Array {
  const extension = writeExtensions(packet);
  const headerLength = FIXED_HEADER_LENGTH + extension.length;
  const bytes = new Uint8Array(headerLength + packet.payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, (VERSION << 6) | (extension.length > 0 ? 0x10 : 0));
  view.setUint8(1, (packet.marker ? 0x80 : 0) | packet.payloadType);
  view.setUint16(2, packet.sequenceNumber);
  view.setUint32(4, packet.timestamp);
  view.setUint32(8, packet.ssrc);
  bytes.set(extension, FIXED_HEADER_LENGTH);
  bytes.set(packet.payload, headerLength);
  return bytes;
}

/**
 * The packet in `bytes`; its payload is a view into them. Contributing sources are skipped, padding is taken off.
 * Undefined when `bytes` are no RTP packet.
 */
export function readRtp(bytes: Uint8Array): RtpPacket | undefined {
  if (bytes.length < FIXED_HEADER_LENGTH) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint8(0);
  if (first >> 6 !== VERSION) return undefined;

  const header = readVariableHeader(bytes, first);
  const end = bytes.length - paddingLength(bytes, first);
  if (!header || header.end > end) return undefined;
  const second = view.getUint8(1);
  return {
    payloadType: second & 0x7f,
    marker: second >= 0x80,
    sequenceNumber: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    ...header.extensions,
    payload: bytes.subarray(header.end, end),
  };
}

/** What comes after the fixed header, and where the payload begins; the caller sees if that is too far. */
function readVariableHeader(
  bytes: Uint8Array,
  first: number,
): { extensions: Extensions; end: number } | undefined {
  const start = FIXED_HEADER_LENGTH + (first & 0x0f) * 4;
  if ((first & 0x10) === 0)
    return { extensions: { frameMark: undefined, capturedAt: undefined }, end: start };
  if (start + EXTENSION_HEADER_LENGTH > bytes.length) return undefined;

  const words = (bytes[start + 2]! << 8) | bytes[start + 3]!;
  const end = start + EXTENSION_HEADER_LENGTH + words * 4;
  const extensions = readExtensions(bytes.subarray(start, end));
  return extensions && { extensions, end };
}

/** The last byte of a padded packet counts the padding, itself included; a count of zero makes no sense. */
function paddingLength(bytes: Uint8Array, first: number): number {
  if ((first & 0x20) === 0) return 0;
  return bytes.at(-1)! || Infinity;
}
