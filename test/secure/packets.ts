import { createHash } from 'node:crypto';
import type { SenderKey } from '../../src/base/packet.ts';
import type { Random } from '../../src/base/random.ts';

/** A source of bytes that says the same on every run. */
export function seededRandom(seed: string): Random {
  let drawn = 0;
  return (length) => {
    const bytes = createHash('shake256', { outputLength: length }).update(`${seed} ${drawn++}`).digest();
    return new Uint8Array(bytes);
  };
}

export const SENDER: SenderKey = {
  ssrc: 0xcafebabe,
  key: Uint8Array.from({ length: 16 }, (_, at) => 0xa0 + at),
  salt: Uint8Array.from({ length: 12 }, (_, at) => 0x30 + at),
};

interface RtpFields {
  sequenceNumber: number;
  ssrc?: number;
  csrcs?: number;
  /** Words of header extension; undefined: none. */
  extensionWords?: number | undefined;
  payload?: Uint8Array;
}

/** An RTP packet of payload type 96, written by hand so that the room needs no other. */
export function rtpPacket({
  sequenceNumber,
  ssrc = SENDER.ssrc,
  csrcs = 0,
  extensionWords,
  payload = Uint8Array.from(Buffer.from(`payload ${sequenceNumber}`)),
}: RtpFields): Uint8Array {
  const header = Buffer.alloc(12 + 4 * csrcs);
  header[0] = 0x80 | (extensionWords === undefined ? 0 : 0x10) | csrcs;
  header[1] = 96;
  header.writeUInt16BE(sequenceNumber % 0x10000, 2);
  header.writeUInt32BE(90_000, 4);
  header.writeUInt32BE(ssrc, 8);
  const extension = Buffer.alloc(extensionWords === undefined ? 0 : 4 + 4 * extensionWords);
  if (extensionWords !== undefined) {
    extension.writeUInt16BE(0xbede, 0);
    extension.writeUInt16BE(extensionWords, 2);
  }
  return new Uint8Array(Buffer.concat([header, extension, payload]));
}

/** An RTCP receiver report without blocks, then an APP packet with so many words of data. */
export function rtcpPacket(words = 2, ssrc = SENDER.ssrc): Uint8Array {
  const report = Buffer.alloc(8);
  report[0] = 0x80;
  report[1] = 201;
  report.writeUInt16BE(1, 2);
  report.writeUInt32BE(ssrc, 4);
  const app = Buffer.alloc(12 + 4 * words, 0x55);
  app[0] = 0x80;
  app[1] = 204;
  app.writeUInt16BE(2 + words, 2);
  app.writeUInt32BE(ssrc, 4);
  app.write('test', 8);
  return new Uint8Array(Buffer.concat([report, app]));
}
