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

const greySlope = (width: number, height: number): RgbFrame =>
  paint(width, height, (x) => Array<number>(3).fill(((x + 0.5) / width) * 255));

/** Each 2 x 2 pixels by their definition. */
function meanOfSquares({ data, width, height }: RgbFrame): Uint8Array {
  const sample = (x: number, y: number, channel: number): number => data[(y * width + x) * 3 + channel]!;
  const mean = (x: number, y: number, channel: number): number =>
    Math.round(
      (sample(x, y, channel) +
        sample(x + 1, y, channel) +
        sample(x, y + 1, channel) +
        sample(x + 1, y + 1, channel)) /
        4,
    );
  return paint(width / 2, height / 2, (x, y) => [0, 1, 2].map((channel) => mean(2 * x, 2 * y, channel))).data;
}

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

  it.each([
    [128, 96],
    [64, 48],
    [60, 46],
    [44, 33],
  ])('scales the whole picture: a slope of %i x %i stays where it is', async (fromWidth, fromHeight) => {
    const size = { width: 32, height: 24 };
    const { data } = await scaler.scale(greySlope(fromWidth, fromHeight), size);
    const { data: ideal } = greySlope(32, 24);
    const rgb = i420ToRgb(data, 32, 24);
    // Half a pixel to the side would be 4; the border depends on the kernel.
    for (let y = 2; y < 22; y++)
      for (let at = (y * 32 + 2) * 3; at < (y * 32 + 30) * 3; at++)
        expect(Math.abs(rgb[at]! - ideal[at]!)).toBeLessThanOrEqual(2);
  });

  it('averages a frame of twice the size, each pixel over its own area', async () => {
    const noise = paint(64, 48, (x, y) => [
      (x * x * 7 + y * 31) % 256,
      (x * y * y) % 251,
      (x ** 3 + y) % 241,
    ]);
    const { data } = await scaler.scale(noise, { width: 32, height: 24 });
    expect(data).toEqual(rgbToI420(meanOfSquares(noise), 32, 24));
  });

  it('keeps an edge between two blocks sharp, without ringing', async () => {
    const edge = paint(96, 72, (x) => (x < 48 ? [40, 40, 40] : [200, 200, 200]));
    const { data, width, height } = await scaler.scale(edge, { width: 32, height: 24 });
    const row = i420ToRgb(data, width, height)
      .filter((_, at) => at % 3 === 0)
      .subarray(0, 32);
    for (const [x, grey] of row.entries()) {
      const ideal = x < 16 ? 40 : 200;
      expect(Math.abs(grey - ideal)).toBeLessThanOrEqual(x === 15 || x === 16 ? 16 : 4);
    }
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
