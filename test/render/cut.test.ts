import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutToAspect } from '../../src/render/cut.ts';

/** Each pixel tells where it is. */
function frame(width: number, height: number) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) data.set([at % width, Math.floor(at / width), 0], at * 3);
  return { data, width, height, capturedAt: 7 };
}

test.each([
  [8, 6, 1, 6, 6, 1, 0],
  [6, 8, 1, 6, 6, 0, 1],
  [16, 9, 4 / 3, 12, 9, 2, 0],
  [4, 3, 16 / 9, 4, 2, 0, 0],
  [5, 5, 100, 5, 1, 0, 2],
  [5, 5, 0.01, 1, 5, 2, 0],
])(
  'the middle of %i x %i that is %d times as wide as high is %i x %i',
  (width, height, aspect, ...expected) => {
    const { data, ...rest } = cutToAspect(frame(width, height), aspect);
    expect([rest.width, rest.height, data[0], data[1]]).toEqual(expected);
    expect(data).toHaveLength(rest.width * rest.height * 3);
    expect(rest.capturedAt).toBe(7);
  },
);

test('a frame of that shape is not copied', () => {
  const whole = frame(16, 9);
  expect(cutToAspect(whole, 16 / 9)).toBe(whole);
});

test('what is left is as large as the frame in one direction', () => {
  const side = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(side, side, fc.double({ min: 0.02, max: 50, noNaN: true }), (width, height, aspect) => {
      const out = cutToAspect(frame(width, height), aspect);
      expect(out.width === width || out.height === height).toBe(true);
      expect(out.width).toBeLessThanOrEqual(width);
      expect(out.height).toBeLessThanOrEqual(height);
      expect(out.data.at(-3)! - out.data[0]!).toBe(out.width - 1);
    }),
  );
});
