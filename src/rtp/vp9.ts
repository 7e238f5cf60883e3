import type { Size } from '../base/frame.ts';

/** The payload of one RTP packet of a VP9 stream without layers. */
export interface Vp9Payload {
  /** 15 bits, one more for each frame; undefined when the sender doesn't count. */
  pictureId: number | undefined;
  /** The frame needs earlier ones. */
  interPredicted: boolean;
  /** First packet of its frame. */
  start: boolean;
  /** Last packet of its frame. */
  end: boolean;
  /** Resolution of the stream from here on; told with key frames. */
  size: Size | undefined;
  /** The packet's part of the frame. */
  data: Uint8Array;
}

const FLAG = { I: 0x80, P: 0x40, L: 0x20, F: 0x10, B: 0x08, E: 0x04, V: 0x02 } as const;
const LONG_PICTURE_ID = 0x80;
const STRUCTURE = { Y: 0x10, G: 0x08 } as const;
/** Flexible mode names at most three frames that a frame needs. */
const MAX_REFERENCES = 3;

/** Bytes of the longest descriptor that `writeVp9` makes: flags, picture id, structure of one layer. */
export const MAX_DESCRIPTOR_LENGTH = 8;

/**
 * Payload descriptor, then data (RFC 9628, 4.2), fresh; never flexible, never layered.
 *
 *           0 1 2 3 4 5 6 7
 *          +-+-+-+-+-+-+-+-+
 *          |I|P|L|F|B|E|V|Z|
 *          +-+-+-+-+-+-+-+-+
 *     I:   |M| picture id  |
 *          +-+-+-+-+-+-+-+-+
 *     M:   |  low 8 bits   |
 *          +-+-+-+-+-+-+-+-+
 *     L:   | TID |U| SID |D|
 *          +-+-+-+-+-+-+-+-+
 *     L,!F:|   TL0PICIDX   |
 *          +-+-+-+-+-+-+-+-+
 *     P,F: |    P_DIFF   |N|   again while N, three at most
 *          +-+-+-+-+-+-+-+-+
 *     V:   | N_S |Y|G|-|-|-|   the scalability structure, see below
 */
export function writeVp9(payload: Vp9Payload): Uint8Array {
  const { pictureId, size, data } = payload;
  const descriptor = [
    (pictureId === undefined ? 0 : FLAG.I) |
      (payload.interPredicted ? FLAG.P : 0) |
      (payload.start ? FLAG.B : 0) |
      (payload.end ? FLAG.E : 0) |
      (size ? FLAG.V : 0),
  ];
  if (pictureId !== undefined) descriptor.push(LONG_PICTURE_ID | (pictureId >> 8), pictureId & 0xff);
  if (size) descriptor.push(...writeStructure(size));
  const bytes = new Uint8Array(descriptor.length + data.length);
  bytes.set(descriptor);
  bytes.set(data, descriptor.length);
  return bytes;
}

/**
 * Whatever a VP9 sender may write is understood and what is about layers skipped. `data` is a view into `payload`.
 * Undefined when the descriptor leaves nothing for the data.
 */
export function readVp9(payload: Uint8Array): Vp9Payload | undefined {
  const flags = payload[0] ?? 0;
  const id = readPictureId(payload, 1, flags);
  const layers = skipLayers(payload, id.end, flags);
  const structure = flags & FLAG.V ? readStructure(payload, layers) : { size: undefined, end: layers };
  if (structure.end >= payload.length) return undefined;
  return {
    pictureId: id.pictureId,
    interPredicted: (flags & FLAG.P) !== 0,
    start: (flags & FLAG.B) !== 0,
    end: (flags & FLAG.E) !== 0,
    size: structure.size,
    data: payload.subarray(structure.end),
  };
}

// The readers below run over a short payload as if zeros followed; `readVp9` sees then that `end` is too far.

function readPictureId(bytes: Uint8Array, at: number, flags: number) {
  if ((flags & FLAG.I) === 0) return { pictureId: undefined, end: at };
  const high = byteAt(bytes, at);
  if ((high & LONG_PICTURE_ID) === 0) return { pictureId: high, end: at + 1 };
  return { pictureId: ((high & 0x7f) << 8) | byteAt(bytes, at + 1), end: at + 2 };
}

/** Where the layer indices and the reference indices end. */
function skipLayers(bytes: Uint8Array, start: number, flags: number): number {
  const flexible = (flags & FLAG.F) !== 0;
  let at = start;
  if (flags & FLAG.L) at += flexible ? 1 : 2;
  if (!flexible || (flags & FLAG.P) === 0) return at;
  for (let reference = 0; reference < MAX_REFERENCES; reference++) {
    if ((byteAt(bytes, at++) & 1) === 0) break;
  }
  return at;
}

/*
 * Scalability structure (RFC 9628, 4.2.1). With layers the last resolution, the highest, is the stream's.
 *
 *           0 1 2 3 4 5 6 7
 *          +-+-+-+-+-+-+-+-+
 *          | N_S |Y|G|-|-|-|   N_S + 1 spatial layers
 *          +-+-+-+-+-+-+-+-+
 *     Y:   |  width (16)   |   for each layer
 *          |  height (16)  |
 *          +-+-+-+-+-+-+-+-+
 *     G:   |      N_G      |   pictures in a group, and for each:
 *          +-+-+-+-+-+-+-+-+
 *          | TID |U| R |-|-|   followed by R times P_DIFF (8)
 *          +-+-+-+-+-+-+-+-+
 */
function writeStructure({ width, height }: Size): number[] {
  return [STRUCTURE.Y, width >> 8, width & 0xff, height >> 8, height & 0xff];
}

function readStructure(bytes: Uint8Array, start: number): { size: Size | undefined; end: number } {
  const flags = byteAt(bytes, start);
  const layers = (flags >> 5) + 1;
  let at = start + 1;
  let size: Size | undefined;
  if (flags & STRUCTURE.Y) {
    at += layers * 4;
    size = { width: uint16At(bytes, at - 4), height: uint16At(bytes, at - 2) };
  }
  if (flags & STRUCTURE.G) {
    const pictures = byteAt(bytes, at++);
    for (let picture = 0; picture < pictures; picture++) at += 1 + ((byteAt(bytes, at) >> 2) & 3);
  }
  return { size, end: at };
}

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
const uint16At = (bytes: Uint8Array, at: number): number => (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);
