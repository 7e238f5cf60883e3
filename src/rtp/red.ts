/** One block of a redundant payload. */
export interface RedBlock {
  payloadType: number;
  /** How much earlier its timestamp is than the packet's; 0 for the last block, which is what the packet is about. */
  timestampOffset: number;
  data: Uint8Array;
}

const MORE = 0x80;
const HEADER_LENGTH = 4;
const LAST_HEADER_LENGTH = 1;
/** What 14 and 10 bits hold. */
const MAX_OFFSET = 0x3fff;
const MAX_LENGTH = 0x3ff;

/**
 * A redundant payload (RFC 2198, 3), fresh: all headers, then all data. Blocks that its fields can't hold are left out, but
 * for the last.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |1|  block PT   |     timestamp offset      |   block length    |   each but the last
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |0|  block PT   |   the last
 *     +-+-+-+-+-+-+-+-+
 */
export function writeRed(earlier: readonly RedBlock[], last: Omit<RedBlock, 'timestampOffset'>): Uint8Array {
  const copies = earlier.filter(isWritable);
  const headersLength = copies.length * HEADER_LENGTH + LAST_HEADER_LENGTH;
  const dataLength = copies.reduce((length, { data }) => length + data.length, last.data.length);
  const bytes = new Uint8Array(headersLength + dataLength);
  const view = new DataView(bytes.buffer);
  let at = headersLength;
  for (const [index, { payloadType, timestampOffset, data }] of copies.entries()) {
    view.setUint8(index * HEADER_LENGTH, MORE | payloadType);
    // Offset and length share the other three bytes.
    view.setUint16(index * HEADER_LENGTH + 1, (timestampOffset << 2) | (data.length >> 8));
    view.setUint8(index * HEADER_LENGTH + 3, data.length & 0xff);
    bytes.set(data, at);
    at += data.length;
  }
  view.setUint8(headersLength - LAST_HEADER_LENGTH, last.payloadType);
  bytes.set(last.data, at);
  return bytes;
}

const isWritable = ({ timestampOffset, data }: RedBlock): boolean =>
  timestampOffset <= MAX_OFFSET && data.length <= MAX_LENGTH;

/** The blocks in their order, never none, as views into `payload`; undefined when it makes no sense. */
export function readRed(payload: Uint8Array): RedBlock[] | undefined {
  const headers = readHeaders(payload);
  if (!headers) return undefined;
  let at = headers.end;
  const blocks = headers.copies.map(({ payloadType, timestampOffset, length }) => {
    const data = payload.subarray(at, at + length);
    at += length;
    return { payloadType, timestampOffset, data };
  });
  if (at > payload.length) return undefined;
  return [...blocks, { payloadType: headers.payloadType, timestampOffset: 0, data: payload.subarray(at) }];
}

interface Headers {
  copies: { payloadType: number; timestampOffset: number; length: number }[];
  payloadType: number;
  end: number;
}

function readHeaders(payload: Uint8Array): Headers | undefined {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const copies: Headers['copies'] = [];
  for (let at = 0; at < payload.length; at += HEADER_LENGTH) {
    const first = view.getUint8(at);
    const payloadType = first & 0x7f;
    if ((first & MORE) === 0) return { copies, payloadType, end: at + LAST_HEADER_LENGTH };
    if (at + HEADER_LENGTH > payload.length) return undefined;
    const rest = view.getUint16(at + 1);
    const length = ((rest & 0x03) << 8) | view.getUint8(at + 3);
    copies.push({ payloadType, timestampOffset: rest >> 2, length });
  }
  return undefined;
}
