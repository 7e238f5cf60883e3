import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receivedIndex, sentIndex } from '../../src/secure/packet-index.ts';

/** RFC 3711, appendix A, as it is written there, with a ROC that may not go below 0. */
function appendixA(highest: number, sequenceNumber: number): number | undefined {
  const roc = Math.floor(highest / 0x10000);
  const sL = highest % 0x10000;
  let v = roc;
  if (sL < 0x8000) {
    if (sequenceNumber - sL > 0x8000) v = roc - 1;
  } else if (sL - 0x8000 > sequenceNumber) {
    v = roc + 1;
  }
  return v < 0 ? undefined : v * 0x10000 + sequenceNumber;
}

describe('receivedIndex', () => {
  it('takes the first sequence number as it is', () => {
    expect(receivedIndex(undefined, 0xf17b)).toBe(0xf17b);
  });

  it.each([
    [0xffff, 0, 0x10000],
    [0x10000, 0xffff, 0xffff],
    [0x0000, 0x7fff, 0x7fff],
    [0x18000, 0x0000, 0x10000],
    [0x18001, 0x0000, 0x20000],
    [5, 0xfff0, undefined],
    [2 ** 48 - 1, 0, undefined],
  ])('after %i, sequence number %i is packet %s', (highest, sequenceNumber, index) => {
    expect(receivedIndex(highest, sequenceNumber)).toBe(index);
  });

  it('agrees with appendix A of RFC 3711 wherever that is unambiguous', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.nat(0xffff), (highest, sequenceNumber) => {
        fc.pre(Math.abs(sequenceNumber - (highest % 0x10000)) !== 0x8000);
        expect(receivedIndex(highest, sequenceNumber)).toBe(appendixA(highest, sequenceNumber));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('sentIndex', () => {
  it('counts the wraps', () => {
    expect(sentIndex(undefined, 0xfffe)).toBe(0xfffe);
    expect(sentIndex(0xfffe, 1)).toBe(0x10001);
    expect(sentIndex(0x10001, 0x8000)).toBe(0x18000);
  });

  it('refuses to go back, to stand still, or to jump half the circle', () => {
    expect(() => sentIndex(5, 5)).toThrow(RangeError);
    expect(() => sentIndex(5, 4)).toThrow(RangeError);
    expect(() => sentIndex(5, 0x8005)).toThrow(RangeError);
  });

  it('refuses the packet after the last one of a key', () => {
    expect(sentIndex(2 ** 48 - 2, 0xffff)).toBe(2 ** 48 - 1);
    expect(() => sentIndex(2 ** 48 - 1, 0)).toThrow(RangeError);
  });
});
