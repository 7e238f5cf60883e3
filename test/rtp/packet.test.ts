import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RtpPacket as WeriftPacket } from 'werift-rtp';
import type { RtpPacket } from '../../src/base/packet.ts';
import { readRtp, writeRtp } from '../../src/rtp/packet.ts';
import { bytes, hostile, packet, rtpPackets } from './arbitraries.ts';

/** A frame's only packet, with both extensions, drawn by hand. */
const GOLDEN = bytes(`
  90 e2 12 34  01 02 03 04  de ad be ef
  be de 00 03  17 83 aa 7e  80 80 00 00  00 20 e0 00
  c0 ff ee`);
const GOLDEN_PACKET: RtpPacket = {
  payloadType: 98,
  marker: true,
  sequenceNumber: 0x1234,
  timestamp: 0x01020304,
  ssrc: 0xdeadbeef,
  frameMark: { start: true, end: true, independent: true },
  capturedAt: 500,
  payload: bytes('c0 ff ee'),
};

test('a packet with both extensions is these bytes', () => {
  expect(writeRtp(GOLDEN_PACKET)).toEqual(GOLDEN);
  expect(readRtp(GOLDEN)).toEqual(GOLDEN_PACKET);
});

test('whatever is written is read back', () => {
  fc.assert(
    fc.property(rtpPackets(), (each) => {
      expect(readRtp(writeRtp(each))).toEqual(each);
    }),
  );
});

test('another implementation reads what is written', () => {
  fc.assert(
    fc.property(rtpPackets(), (each) => {
      const { header, payload } = WeriftPacket.deSerialize(Buffer.from(writeRtp(each)));
      expect(header).toMatchObject({
        payloadType: each.payloadType,
        marker: each.marker,
        sequenceNumber: each.sequenceNumber,
        timestamp: each.timestamp,
        ssrc: each.ssrc,
      });
      const ids = [each.capturedAt === undefined ? [] : [1], each.frameMark ? [2] : []].flat();
      expect(header.extensions.map(({ id }) => id)).toEqual(ids);
      expect(new Uint8Array(payload)).toEqual(each.payload);
    }),
  );
});

test('the payload is a view into the bytes, also when they begin inside a buffer', () => {
  const inside = new Uint8Array([0xff, ...GOLDEN, 0xff]).subarray(1, 1 + GOLDEN.length);
  const read = readRtp(inside);
  expect(read).toEqual(GOLDEN_PACKET);
  expect(read?.payload.buffer).toBe(inside.buffer);
});

const fixed = '62 12 34  01 02 03 04  de ad be ef';

test.each([
  ['contributing sources are skipped', `82 ${fixed} 11111111 22222222 c0ffee`, 'c0ffee'],
  ['padding is taken off', `a0 ${fixed} c0ffee 00 00 03`, 'c0ffee'],
  ['padding may be all there is', `a0 ${fixed} 01`, ''],
  ['an empty payload is fine', `80 ${fixed}`, ''],
  ['an empty extension is fine', `90 ${fixed} bede0000 c0ffee`, 'c0ffee'],
  ['two-byte headers are skipped', `90 ${fixed} 1000 0001 02018000 c0ffee`, 'c0ffee'],
  ['unknown elements are skipped', `90 ${fixed} bede 0001 31aabb00 c0ffee`, 'c0ffee'],
])('%s', (_, hex, payload) => {
  expect(readRtp(bytes(hex))).toMatchObject({ frameMark: undefined, payload: bytes(payload) });
});

test.each([
  ['zero bytes between elements are skipped', '00 00 20 80'],
  ['the element after an unknown one is found', '30 aa 20 80'],
  ['the long form of a frame mark begins like the short one', '22 80 00 00'],
  ['what follows element 15 is not read', '20 80 f0 20'],
  ['what follows a long element 0 is not read', '20 80 01 20'],
])('%s', (_, element) => {
  const read = readRtp(bytes(`90 ${fixed} bede 0001 ${element} c0ffee`));
  expect(read?.frameMark).toEqual({ start: true, end: false, independent: false });
});

test.each([
  ['nothing', ''],
  ['eleven bytes', '80 62 12 34 01 02 03 04 de ad be'],
  ['another version', `40 ${fixed} c0ffee`],
  ['missing sources', `82 ${fixed} 11111111 222222`],
  ['an extension that is not there', `90 ${fixed}`],
  ['half an extension header', `90 ${fixed} bede`],
  ['an extension longer than the packet', `90 ${fixed} bede0002 00000000`],
  ['an element longer than its extension', `90 ${fixed} bede0001 17000000 c0ffee`],
  ['an element without data', `90 ${fixed} bede0001 00000020 c0ffee`],
  ['padding of no bytes', `a0 ${fixed} c0ff00`],
  ['padding longer than the payload', `a0 ${fixed} c0ff04`],
])('%s is not a packet', (_, hex) => {
  expect(readRtp(bytes(hex))).toBeUndefined();
});

test('no bytes make the reader throw', () => {
  const sample = writeRtp(packet({ capturedAt: 1e12, frameMark: GOLDEN_PACKET.frameMark }));
  fc.assert(
    fc.property(hostile([sample]), (each) => {
      const read = readRtp(each);
      if (read) expect(read.payload.length).toBeLessThanOrEqual(each.length - 12);
    }),
    { numRuns: 3000 },
  );
});
