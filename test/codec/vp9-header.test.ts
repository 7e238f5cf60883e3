import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVp9Header } from '../../src/codec/vp9-header.ts';
import { keyFrameHead, pack, SYNC } from './vp9-bits.ts';

/** marker, profile 0, show_existing 0 */
const START: [number, number][] = [
  [2, 2],
  [0, 2],
  [0, 1],
];
const REFERENCES: [number, number] = [0b0000_0010_0100, 12];

describe('parseVp9Header', () => {
  it.each([
    [1, 1],
    [160, 90],
    [4096, 4096],
    [65536, 65536],
  ])('reads %i x %i from a key frame', (width, height) => {
    expect(parseVp9Header(keyFrameHead(width, height))).toEqual({ keyFrame: true, size: { width, height } });
  });

  it('knows that an inter frame may take over the size of a reference', () => {
    const inter = pack(...START, [1, 1], [1, 1], [1, 1], [0xff, 8], REFERENCES, [0, 1], [1, 1]);
    expect(parseVp9Header(inter)).toEqual({ keyFrame: false, size: undefined });
  });

  it('reads the size that an inter frame announces itself', () => {
    const inter = pack(...START, [1, 1], [1, 1], [1, 1], [0xff, 8], REFERENCES, [0, 3], [9999, 16], [1, 16]);
    expect(parseVp9Header(inter)).toEqual({ keyFrame: false, size: { width: 10000, height: 2 } });
  });

  it('skips the reset of a frame that is not error resilient', () => {
    const inter = pack(
      ...START,
      [1, 1],
      [1, 1],
      [0, 1],
      [3, 2],
      [0, 8],
      REFERENCES,
      [0, 3],
      [63, 16],
      [31, 16],
    );
    expect(parseVp9Header(inter)).toEqual({ keyFrame: false, size: { width: 64, height: 32 } });
  });

  it('reads the size of an intra-only frame', () => {
    const intra = pack(...START, [1, 1], [0, 1], [1, 1], [1, 1], SYNC, [1, 8], [319, 16], [179, 16]);
    expect(parseVp9Header(intra)).toEqual({ keyFrame: false, size: { width: 320, height: 180 } });
  });

  it('lets a frame that shows an earlier one pass', () => {
    expect(parseVp9Header(pack([2, 2], [0, 2], [1, 1], [5, 3]))).toEqual({
      keyFrame: false,
      size: undefined,
    });
  });

  it.each<[string, Uint8Array]>([
    ['no bytes', new Uint8Array()],
    ['another frame marker', pack([1, 2], [0, 30])],
    ['profile 1', pack([2, 2], [2, 2], [1, 1], [0, 3])],
    ['profile 2', pack([2, 2], [1, 2], [1, 1], [0, 3])],
    ['a wrong sync code', keyFrameHead(16, 16).with(2, 0)],
    ['RGB', keyFrameHead(16, 16).with(4, 0xe0)],
    ['a cut head', keyFrameHead(16, 16).subarray(0, -1)],
    ['a superframe', new Uint8Array([...keyFrameHead(16, 16), 0xc9, 9, 9, 0xc9])],
  ])('refuses %s', (_name, bytes) => {
    expect(parseVp9Header(bytes)).toBeUndefined();
  });

  it('takes any bytes without throwing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void parseVp9Header(bytes)));
    const heads = fc.tuple(fc.constantFrom(0x82, 0x86, 0x83, 0x87, 0x84), fc.uint8Array({ maxLength: 40 }));
    fc.assert(fc.property(heads, ([first, rest]) => void parseVp9Header(new Uint8Array([first, ...rest]))));
  });
});
