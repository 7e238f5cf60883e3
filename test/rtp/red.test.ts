import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRed, writeRed } from '../../src/rtp/red.ts';
import { bytes } from './arbitraries.ts';

const block = () =>
  fc.record({
    payloadType: fc.nat(127),
    timestampOffset: fc.nat(0x3fff),
    data: fc.uint8Array({ maxLength: 0x3ff }),
  });

// The packet of RFC 2198, section 7: LPC repeated beside DVI4, 20 ms at 8 kHz later, here with 14 and 4 bytes of data.
const LPC = new Uint8Array(14).fill(0xaa);
const DVI4 = new Uint8Array(4).fill(0xbb);
const EXAMPLE = bytes(`87 02 80 0e 05 ${'aa'.repeat(14)} ${'bb'.repeat(4)}`);

test('the example of the RFC is written and read', () => {
  const earlier = [{ payloadType: 7, timestampOffset: 160, data: LPC }];
  expect(writeRed(earlier, { payloadType: 5, data: DVI4 })).toEqual(EXAMPLE);
  expect(readRed(EXAMPLE)).toEqual([...earlier, { payloadType: 5, timestampOffset: 0, data: DVI4 }]);
});

test('what was written is read', () => {
  fc.assert(
    fc.property(fc.array(block(), { maxLength: 4 }), block(), (earlier, last) => {
      expect(readRed(writeRed(earlier, last))).toEqual([...earlier, { ...last, timestampOffset: 0 }]);
    }),
  );
});

test('copies that the fields do not hold are left out', () => {
  const fits = { payloadType: 1, timestampOffset: 0x3fff, data: new Uint8Array(0x3ff) };
  const earlier = [{ ...fits, timestampOffset: 0x4000 }, { ...fits, data: new Uint8Array(0x400) }, fits];
  const last = { payloadType: 2, data: new Uint8Array(2000) };
  expect(readRed(writeRed(earlier, last))).toEqual([fits, { ...last, timestampOffset: 0 }]);
});

test.each([
  ['nothing', ''],
  ['no last header', '87 02 80 0e'],
  ['half a header', '87 02'],
  ['less data than the headers say', '87 02 80 0e 05 aa aa'],
])('%s is no payload', (_, hex) => {
  expect(readRed(bytes(hex))).toBeUndefined();
});

test('no bytes make the reader throw, or give a view from elsewhere', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (payload) => {
      for (const { data } of readRed(payload) ?? []) {
        expect(data.buffer).toBe(payload.buffer);
        expect(data.byteOffset + data.length).toBeLessThanOrEqual(payload.length);
      }
    }),
    { numRuns: 2000 },
  );
});
