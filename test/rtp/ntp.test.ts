import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ntpMiddle32, readNtp, writeNtp } from '../../src/rtp/ntp.ts';
import { times } from './arbitraries.ts';

const view = (): DataView => new DataView(new ArrayBuffer(8));

test.each([
  ['the epoch', 0, 0x83aa7e80_00000000n],
  ['half a second later', 500, 0x83aa7e80_80000000n],
  ['the last second before the wrap', Date.UTC(2036, 1, 7, 6, 28, 15), 0xffffffff_00000000n],
  ['the wrap', Date.UTC(2036, 1, 7, 6, 28, 16), 0n],
  ['after the wrap', Date.UTC(2036, 1, 7, 6, 28, 16) + 250, 0x00000000_40000000n],
])('%s is written and read', (_, time, ntp) => {
  const field = view();
  writeNtp(field, 0, time);
  expect(field.getBigUint64(0)).toBe(ntp);
  expect(readNtp(field, 0)).toBe(time);
});

test('times come back exactly as they were', () => {
  fc.assert(
    fc.property(times(), (time) => {
      const field = view();
      writeNtp(field, 0, time);
      expect(readNtp(field, 0)).toBe(time);
    }),
  );
});

test('the middle is cut out of the whole', () => {
  fc.assert(
    fc.property(times(), (time) => {
      const field = view();
      writeNtp(field, 0, time);
      expect(ntpMiddle32(time)).toBe(field.getUint32(2));
    }),
  );
});
