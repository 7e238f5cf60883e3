import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { i420Length, i420ToRgb, rgbToI420 } from '../../src/base/i420.ts';

/** BT.601 as the standard writes it, in floating point, one pixel at a time. */
const KR = 0.299;
const KB = 0.114;
const KG = 1 - KR - KB;

type Triple = [number, number, number];

function slowYuv([red, green, blue]: Triple): Triple {
  const y = (KR * red + KG * green + KB * blue) / 255;
  const u = (blue / 255 - y) / (2 * (1 - KB));
  const v = (red / 255 - y) / (2 * (1 - KR));
  return [16 + 219 * y, 128 + 224 * u, 128 + 224 * v];
}

const byte = (value: number): number => Math.min(255, Math.max(0, value * 255));

function slowRgb([y, u, v]: Triple): Triple {
  const light = (y - 16) / 219;
  const red = light + ((v - 128) / 224) * 2 * (1 - KR);
  const blue = light + ((u - 128) / 224) * 2 * (1 - KB);
  const green = (light - KR * red - KB * blue) / KG;
  return [byte(red), byte(green), byte(blue)];
}

const pixelOf = (data: Uint8Array, index: number): Triple => [
  data[index * 3]!,
  data[index * 3 + 1]!,
  data[index * 3 + 2]!,
];

const size = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .map(([columns, rows]) => ({ width: columns * 2, height: rows * 2 }));
const picture = (bytesOf: (size: { width: number; height: number }) => number) =>
  size.chain((of) =>
    fc.record({
      of: fc.constant(of),
      data: fc.uint8Array({ minLength: bytesOf(of), maxLength: bytesOf(of) }),
    }),
  );

describe('rgbToI420', () => {
  it('agrees with the floating-point formula within one step', () => {
    fc.assert(
      fc.property(
        picture((of) => of.width * of.height * 3),
        ({ of: { width, height }, data }) => {
          const i420 = rgbToI420(data, width, height);
          for (let index = 0; index < width * height; index++) {
            expect(Math.abs(i420[index]! - slowYuv(pixelOf(data, index))[0])).toBeLessThanOrEqual(0.51);
          }
        },
      ),
    );
  });

  it('averages chroma over each block of 2 x 2 pixels', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (data) => {
        const mean = (channel: number): number =>
          (data[channel]! + data[channel + 3]! + data[channel + 6]! + data[channel + 9]!) / 4;
        const [, u, v] = slowYuv([mean(0), mean(1), mean(2)]);
        const i420 = rgbToI420(data, 2, 2);
        expect(Math.abs(i420[4]! - u)).toBeLessThanOrEqual(0.52);
        expect(Math.abs(i420[5]! - v)).toBeLessThanOrEqual(0.52);
      }),
    );
  });

  it.each<[string, Triple, Triple]>([
    ['black', [0, 0, 0], [16, 128, 128]],
    ['white', [255, 255, 255], [235, 128, 128]],
    ['mid grey', [128, 128, 128], [126, 128, 128]],
    ['red', [255, 0, 0], [81, 90, 240]],
    ['green', [0, 255, 0], [145, 54, 34]],
    ['blue', [0, 0, 255], [41, 240, 110]],
  ])('gives %s its place in the standard', (_name, rgb, [y, u, v]) => {
    expect([...rgbToI420(new Uint8Array([...rgb, ...rgb, ...rgb, ...rgb]), 2, 2)]).toEqual([
      y,
      y,
      y,
      y,
      u,
      v,
    ]);
  });

  it('keeps the planes in order: all of Y, then U, then V', () => {
    const red = [255, 0, 0];
    const blue = [0, 0, 255];
    const rgb = new Uint8Array([red, red, blue, blue, red, red, blue, blue].flat());
    expect([...rgbToI420(rgb, 4, 2)]).toEqual([81, 81, 41, 41, 81, 81, 41, 41, 90, 240, 240, 110]);
  });

  it('writes into the array that it is given', () => {
    const out = new Uint8Array(i420Length({ width: 2, height: 2 }));
    expect(rgbToI420(new Uint8Array(12), 2, 2, out)).toBe(out);
    expect([...out]).toEqual([16, 16, 16, 16, 128, 128]);
  });
});

describe('i420ToRgb', () => {
  it('agrees with the floating-point formula within one step, out-of-range values clamped', () => {
    fc.assert(
      fc.property(picture(i420Length), ({ of: { width, height }, data }) => {
        const rgb = i420ToRgb(data, width, height);
        for (let index = 0; index < width * height; index++) {
          const chroma =
            width * height + (width / 2) * Math.floor(index / width / 2) + Math.floor((index % width) / 2);
          const [red, green, blue] = slowRgb([
            data[index]!,
            data[chroma]!,
            data[chroma + (width * height) / 4]!,
          ]);
          const fast = pixelOf(rgb, index);
          expect(Math.abs(fast[0] - red)).toBeLessThanOrEqual(0.52);
          expect(Math.abs(fast[1] - green)).toBeLessThanOrEqual(0.52);
          expect(Math.abs(fast[2] - blue)).toBeLessThanOrEqual(0.52);
        }
      }),
    );
  });

  it('gives back a flat colour within three steps', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 3 }), (colour) => {
        const back = i420ToRgb(
          rgbToI420(new Uint8Array([...colour, ...colour, ...colour, ...colour]), 2, 2),
          2,
          2,
        );
        for (let index = 0; index < 12; index++) {
          expect(Math.abs(back[index]! - colour[index % 3]!)).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  it('writes into a window of a larger buffer and nowhere else', () => {
    const memory = new Uint8Array(32).fill(7);
    const out = memory.subarray(10, 22);
    expect(i420ToRgb(new Uint8Array([235, 235, 235, 235, 128, 128]), 2, 2, out)).toBe(out);
    expect([...memory]).toEqual([...Array(10).fill(7), ...Array(12).fill(255), ...Array(10).fill(7)]);
  });
});
