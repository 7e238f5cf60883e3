import type { FrameMark, RtpPacket } from '../base/packet.ts';
import { readNtp, writeNtp } from './ntp.ts';

/** What a header extension carries. */
export type Extensions = Pick<RtpPacket, 'frameMark' | 'capturedAt'>;

/** "defined by profile" of an extension made of elements with one-byte headers (RFC 8285, 4.2). */
const ONE_BYTE_PROFILE = 0xbede;
const HEADER_LENGTH = 4;

/** Element ids; there is no negotiation, so both ends of a call know them from here. */
const CAPTURE_TIME_ID = 1;
const FRAME_MARK_ID = 2;
const STOP_ID = 15;

const CAPTURE_TIME_LENGTH = 8;
const FRAME_MARK_LENGTH = 1;

/**
 * The header extension of a packet: a multiple of four bytes, the four of its own header included; empty when there
 * is nothing to say.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |            0xBEDE             |        length in words        |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |   id  | len-1 |  data ...
 *     +-+-+-+-+-+-+-+-+-+-+-  elements, zero bytes up to the next word
 */
export function writeExtensions({ capturedAt, frameMark }: Extensions): Uint8Array {
  const timeLength = capturedAt === undefined ? 0 : 1 + CAPTURE_TIME_LENGTH;
  const markLength = frameMark === undefined ? 0 : 1 + FRAME_MARK_LENGTH;
  const words = Math.ceil((timeLength + markLength) / 4);
  if (words === 0) return new Uint8Array(0);

  const bytes = new Uint8Array(HEADER_LENGTH + words * 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, ONE_BYTE_PROFILE);
  view.setUint16(2, words);
  if (capturedAt !== undefined) {
    bytes[HEADER_LENGTH] = elementHeader(CAPTURE_TIME_ID, CAPTURE_TIME_LENGTH);
    writeNtp(view, HEADER_LENGTH + 1, capturedAt);
  }
  if (frameMark) {
    const at = HEADER_LENGTH + timeLength;
    bytes[at] = elementHeader(FRAME_MARK_ID, FRAME_MARK_LENGTH);
    bytes[at + 1] = writeFrameMark(frameMark);
  }
  return bytes;
}

/**
 * `bytes` is a whole header extension. Unknown elements and unknown profiles (two-byte headers among them) are
 * skipped. Undefined when an element reaches over the end.
 */
export function readExtensions(bytes: Uint8Array): Extensions | undefined {
  const found: Extensions = { frameMark: undefined, capturedAt: undefined };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) !== ONE_BYTE_PROFILE) return found;

  for (let at = HEADER_LENGTH; at < bytes.length;) {
    const header = view.getUint8(at++);
    if (header === 0) continue;
    const id = header >> 4;
    const length = (header & 0x0f) + 1;
    // Id 0 with a length is as good a stop as id 15 (RFC 8285, 4.2).
    if (id === 0 || id === STOP_ID) return found;
    if (at + length > bytes.length) return undefined;
    // Longer forms of both elements begin as the short ones do.
    if (id === CAPTURE_TIME_ID && length >= CAPTURE_TIME_LENGTH) found.capturedAt = readNtp(view, at);
    if (id === FRAME_MARK_ID) found.frameMark = readFrameMark(view.getUint8(at));
    at += length;
  }
  return found;
}

const elementHeader = (id: number, length: number): number => (id << 4) | (length - 1);

/*
 * Frame marking, short form (RFC 9626, 3.2). D, discardable, is never set here.
 *
 *      0 1 2 3 4 5 6 7
 *     +-+-+-+-+-+-+-+-+
 *     |S|E|I|D|0 0 0 0|
 *     +-+-+-+-+-+-+-+-+
 */
const writeFrameMark = ({ start, end, independent }: FrameMark): number =>
  (start ? 0x80 : 0) | (end ? 0x40 : 0) | (independent ? 0x20 : 0);

const readFrameMark = (byte: number): FrameMark => ({
  start: (byte & 0x80) !== 0,
  end: (byte & 0x40) !== 0,
  independent: (byte & 0x20) !== 0,
});
