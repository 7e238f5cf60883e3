import { describe, expect, it } from 'vitest';
import type { RgbFrame } from '../../src/base/frame.ts';
import { i420ToRgb, rgbToI420 } from '../../src/base/i420.ts';
import { sharpScaler } from '../../src/picture/sharp-scaler.ts';

function paint(width: number, height: number, colour: (x: number, y: number) => number[]): RgbFrame {
  const pixels = Array.from({ length: width * height }, (_, index) =>
    colour(index % width, Math.floor(index / width)),
  );
  return { width, height, data: new Uint8Array(pixels.flat()), capturedAt: 1234.5 };
}

const slope = (width: number, height: number): RgbFrame =>
  paint(width, height, (x, y) => [(x / width) * 255, (y / height) * 255, 128]);

const scaler = sharpScaler();

describe('sharpScaler', () => {
  it.each([
    [64, 48, 32, 24],
    [64, 48, 160, 90],
    [33, 17, 20, 12],
    [1, 1, 2, 2],
    [640, 480, 2, 2],
  ])('scales %i x %i to exactly %i x %i', async (fromWidth, fromHeight, width, height) => {
    const scaled = await scaler.scale(slope(fromWidth, fromHeight), { width, height });
    expect({ ...scaled, data: scaled.data.length }).toEqual({
      width,
      height,
      data: (width * height * 3) / 2,
      capturedAt: 1234.5,
    });
  });

  it('scales the whole picture: a slope stays a slope', async () => {
    const { data, width, height } = await scaler.scale(slope(128, 96), { width: 32, height: 24 });
    const rgb = i420ToRgb(data, width, height);
    const ideal = slope(32, 24).data;
    // The outermost pixels depend on how the kernel treats the border.
    for (let y = 2; y < 22; y++)
      for (let at = (y * 32 + 2) * 3; at < (y * 32 + 30) * 3; at++)
        expect(Math.abs(rgb[at]! - ideal[at]!)).toBeLessThanOrEqual(10);
  });

  it('only converts a frame that already fits', async () => {
    const frame = slope(32, 24);
    const { data } = await scaler.scale(frame, frame);
    expect(data).toEqual(rgbToI420(frame.data, 32, 24));
  });

  it('leaves the bytes of the camera alone', async () => {
    const frame = slope(64, 48);
    await scaler.scale(frame, { width: 16, height: 12 });
    expect(frame).toEqual(slope(64, 48));
  });

  it.each<[string, Partial<RgbFrame>]>([
    ['too few bytes', { data: new Uint8Array(11) }],
    ['too many bytes', { data: new Uint8Array(13) }],
    ['no width', { width: 0, data: new Uint8Array(0) }],
    ['a negative size', { width: -2, height: -2 }],
    ['a size that is no number', { width: NaN }],
  ])('rejects a frame with %s', async (_name, wrong) => {
    const frame = { width: 2, height: 2, data: new Uint8Array(12), capturedAt: 0, ...wrong };
    await expect(scaler.scale(frame, { width: 2, height: 2 })).rejects.toThrow(RangeError);
  });

  it.each([
    [3, 2],
    [2, 0],
    [2, -2],
    [2.5, 2],
  ])('rejects a wanted size of %f x %f', async (width, height) => {
    await expect(scaler.scale(slope(4, 4), { width, height })).rejects.toThrow(RangeError);
  });
});
