import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { I420Frame } from '../../src/base/frame.ts';
import { i420ToRgb } from '../../src/base/i420.ts';
import { LOOKS, type Look } from '../../src/base/look.ts';
import { AutoLevels, stretch } from '../../src/picture/levels.ts';
import { retoucher } from '../../src/picture/retoucher.ts';

const WIDTH = 50;
const HEIGHT = 32;

/** A picture whose Y is given pixel by pixel; its colours are those of a face. */
function picture(luma: (x: number, y: number) => number, capturedAt = 0): I420Frame {
  const data = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(110);
  data.fill(150, (WIDTH * HEIGHT * 5) / 4);
  for (let at = 0; at < WIDTH * HEIGHT; at++) data[at] = luma(at % WIDTH, Math.floor(at / WIDTH));
  return { data, width: WIDTH, height: HEIGHT, capturedAt };
}

const lumaOf = ({ data }: I420Frame): Uint8Array => data.subarray(0, WIDTH * HEIGHT);
const ramp = (low: number, high: number) => (x: number) => low + ((high - low) * x) / (WIDTH - 1);

function dressed(frame: I420Frame, look: Look): I420Frame {
  const copy = { ...frame, data: frame.data.slice() };
  retoucher().retouch(copy, look);
  return copy;
}

const anyPicture = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 64, maxLength: 64 })
  .map((values) => picture((x, y) => values[((x >> 2) + (y >> 2) * 12) % 64]!));

describe.each(LOOKS)('the look %s', (look) => {
  test('keeps a picture of video levels within them', () => {
    fc.assert(
      fc.property(anyPicture, (frame) => {
        for (let at = 0; at < WIDTH * HEIGHT; at++)
          frame.data[at] = Math.min(235, Math.max(16, frame.data[at]!));
        const { data } = dressed(frame, look);
        expect(lumaOf({ ...frame, data }).every((value) => value >= 16 && value <= 235)).toBe(true);
        expect(data.subarray(WIDTH * HEIGHT).every((value) => value >= 16 && value <= 240)).toBe(true);
      }),
    );
  });

  test('gives the same picture the same look each time', () => {
    fc.assert(
      fc.property(anyPicture, (frame) => {
        const one = retoucher();
        const dress = (capturedAt: number): Uint8Array => {
          const data = frame.data.slice();
          one.retouch({ ...frame, data, capturedAt }, look);
          return data;
        };
        const first = dress(0);
        expect(dress(33)).toEqual(first);
        expect(dress(66)).toEqual(first);
      }),
    );
  });
});

test('none changes nothing', () => {
  const frame = picture(ramp(0, 255));
  expect(dressed(frame, 'none').data).toEqual(frame.data);
});

describe('automatic levels', () => {
  test('leave a picture alone that has every light', () => {
    const frame = picture((x, y) => ramp(16, 235)((x * 7 + y * 5) % WIDTH));
    const { data } = dressed(frame, 'auto');
    for (const [at, value] of data.entries())
      expect(Math.abs(value - frame.data[at]!)).toBeLessThanOrEqual(1);
  });

  test.each([16, 90, 235])('leave a picture alone that is all of one light, %i', (value) => {
    expect(
      new Set(
        lumaOf(
          dressed(
            picture(() => value),
            'auto',
          ),
        ),
      ),
    ).toEqual(new Set([value]));
  });

  test.each([
    ['dim', 16, 100, 16, 230],
    ['foggy', 110, 180, 50, 220],
    ['bright', 150, 235, 25, 235],
  ])('make more of a %s picture', (_, low, high, newLow, newHigh) => {
    const luma = lumaOf(dressed(picture(ramp(low, high)), 'auto'));
    expect(luma[0]).toBeLessThanOrEqual(newLow + 5);
    expect(luma[WIDTH - 1]).toBeGreaterThanOrEqual(newHigh - 10);
  });

  test('make no more noise than 2.5 times what there was', () => {
    const luma = lumaOf(
      dressed(
        picture((x) => 60 + (x % 2)),
        'auto',
      ),
    );
    expect(Math.max(...luma) - Math.min(...luma)).toBeLessThanOrEqual(3);
  });

  test('never turn darker into lighter, nor less into more contrast', () => {
    const level = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(level, level, (one, other) => {
        const { gain, offset } = stretch({ dark: Math.min(one, other), light: Math.max(one, other) });
        expect(gain).toBeGreaterThanOrEqual(1);
        expect(gain).toBeLessThanOrEqual(2.5);
        expect(Number.isFinite(offset)).toBe(true);
      }),
    );
  });

  test('follow a light that is switched on without a jump, and are there after some seconds', () => {
    const levels = new AutoLevels();
    const shown = (high: number, capturedAt: number): number => {
      const frame = picture(ramp(16, high), capturedAt);
      levels.apply(frame);
      return lumaOf(frame)[WIDTH >> 1]!;
    };
    const before = shown(100, 0);
    const lit = Array.from({ length: 150 }, (_, index) => shown(235, (index + 1) * 33));
    const [first = 0] = lit;
    expect(first).toBeGreaterThan(before);
    for (const [index, value] of lit.slice(1).entries())
      expect(Math.abs(value - lit[index]!)).toBeLessThanOrEqual(6);
    expect(Math.abs(lit.at(-1)! - 128)).toBeLessThanOrEqual(3);
  });

  test('do not answer to noise', () => {
    const levels = new AutoLevels();
    const seen = Array.from({ length: 60 }, (_, index) => {
      const frame = picture(
        (x, y) => ramp(30, 140)(x) + (((x * 7 + y * 13 + index * 5) % 3) - 1),
        index * 33,
      );
      const before = frame.data[5 * WIDTH + 20]!;
      levels.apply(frame);
      return `${before}:${frame.data[5 * WIDTH + 20]!}`;
    });
    expect(new Set(seen).size).toBeLessThanOrEqual(3);
  });

  test('survive a clock that goes backwards', () => {
    const levels = new AutoLevels();
    levels.apply(picture(ramp(16, 100), 5000));
    const frame = picture(ramp(16, 235), 0);
    levels.apply(frame);
    expect(lumaOf(frame).every((value) => value >= 16 && value <= 235)).toBe(true);
  });
});

describe('a tint', () => {
  const white = picture(() => 235);
  const rgb = (look: Look): number[] => {
    const { data } = dressed(white, look);
    return Array.from(i420ToRgb(data, WIDTH, HEIGHT).subarray(0, 3));
  };

  test.each([
    ['grey', [255, 255, 255]],
    ['green', [80, 255, 100]],
    ['amber', [255, 176, 0]],
  ] as const)('shows white as its own colour: %s', (look, color) => {
    for (const [channel, value] of rgb(look).entries())
      expect(Math.abs(value - color[channel]!)).toBeLessThanOrEqual(3);
  });

  test.each(['grey', 'green', 'amber'] as const)('shows black as black: %s', (look) => {
    const { data } = dressed(
      picture(() => 16),
      look,
    );
    expect(Math.max(...i420ToRgb(data, WIDTH, HEIGHT))).toBeLessThanOrEqual(2);
  });

  test.each(['grey', 'green', 'amber'] as const)('keeps the order of lights: %s', (look) => {
    const row = dressed(picture(ramp(16, 235)), look).data.subarray(0, WIDTH);
    expect(Array.from(row)).toEqual(Array.from(row).toSorted((one, other) => one - other));
  });
});

const inside = (x: number, y: number): boolean => x >= 12 && x < 36 && y >= 8 && y < 24;

describe('a sketch', () => {
  test('of nothing, or of a soft shade, is white paper', () => {
    for (const luma of [() => 90, ramp(60, 160)]) {
      const { data } = dressed(picture(luma), 'sketch');
      expect(new Set(data.subarray(0, WIDTH * HEIGHT))).toEqual(new Set([235]));
      expect(new Set(data.subarray(WIDTH * HEIGHT))).toEqual(new Set([128]));
    }
  });

  test('of a square is its outline', () => {
    const luma = lumaOf(
      dressed(
        picture((x, y) => (inside(x, y) ? 200 : 40)),
        'sketch',
      ),
    );
    expect([luma[16 * WIDTH + 12], luma[8 * WIDTH + 24], luma[16 * WIDTH + 35]]).toEqual([16, 16, 16]);
    expect([luma[16 * WIDTH + 24], luma[4 * WIDTH + 4], luma[0]]).toEqual([235, 235, 235]);
  });
});
