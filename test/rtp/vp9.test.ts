import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Vp9RtpPayload } from 'werift-rtp';
import { MAX_DESCRIPTOR_LENGTH, readVp9, writeVp9 } from '../../src/rtp/vp9.ts';
import type { Vp9Payload } from '../../src/rtp/vp9.ts';
import { bytes, hostile, payloads, uint16 } from './arbitraries.ts';

const KEY_FRAME: Vp9Payload = {
  pictureId: 0x1234,
  interPredicted: false,
  start: true,
  end: false,
  size: { width: 640, height: 360 },
  data: bytes('c0ffee'),
};
const KEY_FRAME_BYTES = bytes('8a 9234 10 0280 0168 c0ffee');
const INTER_FRAME: Vp9Payload = {
  ...KEY_FRAME,
  pictureId: 5,
  interPredicted: true,
  end: true,
  size: undefined,
};
const INTER_FRAME_BYTES = bytes('cc 8005 c0ffee');

const vp9Payloads = (): fc.Arbitrary<Vp9Payload> =>
  fc.record({
    pictureId: fc.option(fc.nat(0x7fff), { nil: undefined }),
    interPredicted: fc.boolean(),
    start: fc.boolean(),
    end: fc.boolean(),
    size: fc.option(fc.record({ width: uint16(), height: uint16() }), {
      nil: undefined,
    }),
    data: payloads(1),
  });

test.each([
  ['key', KEY_FRAME, KEY_FRAME_BYTES],
  ['inter', INTER_FRAME, INTER_FRAME_BYTES],
])('the packet of a %s frame is these bytes', (_, payload, golden) => {
  expect(writeVp9(payload)).toEqual(golden);
  expect(readVp9(golden)).toEqual(payload);
});

test('whatever is written is read back, and no descriptor is longer than promised', () => {
  fc.assert(
    fc.property(vp9Payloads(), (payload) => {
      const written = writeVp9(payload);
      expect(readVp9(written)).toEqual(payload);
      expect(written.length - payload.data.length).toBeLessThanOrEqual(MAX_DESCRIPTOR_LENGTH);
    }),
  );
});

test('another implementation reads what is written', () => {
  fc.assert(
    fc.property(vp9Payloads(), (payload) => {
      const read = Vp9RtpPayload.deSerialize(Buffer.from(writeVp9(payload)));
      expect(read).toMatchObject({
        pBit: Number(payload.interPredicted),
        bBit: Number(payload.start),
        eBit: Number(payload.end),
        width: payload.size ? [payload.size.width] : [],
        height: payload.size ? [payload.size.height] : [],
      });
      expect(read.pictureId).toBe(payload.pictureId);
      expect(new Uint8Array(read.payload)).toEqual(payload.data);
    }),
  );
});

test.each([
  ['a short picture id', '8c 05 c0ffee', { pictureId: 5 }],
  ['no picture id', '0c c0ffee', { pictureId: undefined }],
  ['layer indices', 'ac 05 0107 c0ffee', { pictureId: 5 }],
  ['layer indices in flexible mode', 'bc 05 01 c0ffee', { pictureId: 5 }],
  ['one reference', 'dc 05 02 c0ffee', { interPredicted: true }],
  ['three references and no fourth', 'dc 05 030303 c0ffee', { interPredicted: true }],
  ['two resolutions', '8e 05 30 0140 00b4 0280 0168 c0ffee', { size: { width: 640, height: 360 } }],
  ['a picture group', '8e 05 08 02 04 01 08 0102 c0ffee', { size: undefined }],
  ['resolution and group', '8e 05 18 0280 0168 01 04 01 c0ffee', { size: { width: 640, height: 360 } }],
])('%s of another sender is understood', (_, hex, expected) => {
  expect(readVp9(bytes(hex))).toMatchObject({ ...expected, data: bytes('c0ffee') });
});

test.each([
  ['nothing', ''],
  ['flags alone', '0c'],
  ['half a picture id', '8c 92'],
  ['a descriptor without data', '8c 9234'],
  ['half a resolution', '8a 9234 10 0280 01'],
  ['a group that goes on', '8e 05 08 ff 04 01'],
  ['references that go on', 'dc 05 03'],
])('%s is no payload', (_, hex) => {
  expect(readVp9(bytes(hex))).toBeUndefined();
});

test('no bytes make the reader throw', () => {
  fc.assert(
    fc.property(hostile([KEY_FRAME_BYTES, INTER_FRAME_BYTES]), (each) => {
      const read = readVp9(each);
      if (read) expect(read.data.length).toBeGreaterThan(0);
    }),
    { numRuns: 3000 },
  );
});
