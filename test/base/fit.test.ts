import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Size, Wish } from '../../src/base/frame.ts';
import { fit } from '../../src/base/fit.ts';

const wish = (width: number, height: number, pixelAspect = 1): Wish => ({
  width,
  height,
  pixelAspect,
  fps: 30,
});
const camera: Size = { width: 640, height: 480 };

describe('fit', () => {
  it.each<[string, Size, Wish, Size]>([
    ['a wide box leaves bars at the sides', camera, wish(160, 90), { width: 120, height: 90 }],
    ['a tall box leaves bars above and below', camera, wish(80, 200), { width: 80, height: 60 }],
    ['a box of the same shape is filled', camera, wish(320, 240), { width: 320, height: 240 }],
    ['half blocks have square pixels', camera, wish(80, 48), { width: 64, height: 48 }],
    ['pixels twice as wide as high halve the width', camera, wish(160, 90, 2), { width: 60, height: 90 }],
    ['pixels half as wide as high double the width', camera, wish(400, 90, 0.5), { width: 240, height: 90 }],
    ['a small source is enlarged', { width: 16, height: 12 }, wish(160, 120), { width: 160, height: 120 }],
    ['odd boxes give even pictures', camera, wish(161, 121), { width: 160, height: 120 }],
    ['nothing is smaller than 2 x 2', camera, wish(1, 1), { width: 2, height: 2 }],
    ['a ribbon keeps two rows', { width: 1000, height: 1 }, wish(100, 100), { width: 100, height: 2 }],
  ])('%s', (_name, source, box, expected) => {
    expect(fit(source, box)).toEqual(expected);
  });

  const length = fc.integer({ min: 2, max: 4096 });
  const cases = fc.record({
    source: fc.record({ width: length, height: length }),
    box: fc.record({
      width: length,
      height: length,
      pixelAspect: fc.double({ min: 0.25, max: 4, noNaN: true }),
      fps: fc.constant(30),
    }),
  });

  it('is even, at least 2 x 2 and inside the box', () => {
    fc.assert(
      fc.property(cases, ({ source, box }) => {
        const { width, height } = fit(source, box);
        expect([width % 2, height % 2]).toEqual([0, 0]);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(2);
        expect(width).toBeLessThanOrEqual(box.width);
        expect(height).toBeLessThanOrEqual(box.height);
      }),
    );
  });

  it('touches the box on one side', () => {
    fc.assert(
      fc.property(cases, ({ source, box }) => {
        const { width, height } = fit(source, box);
        expect(Math.min(box.width - width, box.height - height)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is within two pixels of the true shape', () => {
    fc.assert(
      fc.property(cases, ({ source, box }) => {
        const { width, height } = fit(source, box);
        const ratio = source.width / source.height / box.pixelAspect;
        const widthError = Math.abs(width - height * ratio);
        const heightError = Math.abs(height - width / ratio);
        expect(Math.min(widthError, heightError)).toBeLessThanOrEqual(2);
      }),
    );
  });
});
