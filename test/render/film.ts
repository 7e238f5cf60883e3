import type { RgbFrame } from '../../src/base/frame.ts';
import { below } from './random-grid.ts';

/** A frame by a function of its pixels. */
export function frameOf(width: number, height: number, color: (x: number, y: number) => number[]): RgbFrame {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(color(x, y), (y * width + x) * 3);
  }
  return { data, width, height, capturedAt: 0 };
}

/** Gradients before which a disc moves to the right. */
export const discAt = (width: number, height: number, turn: number): RgbFrame =>
  frameOf(width, height, (x, y) =>
    (x - turn) ** 2 + (y - height / 2) ** 2 < height ** 2 / 8
      ? [220, 180 - y, 90 + (x & 15)]
      : [x & 255, y & 255, (x + y) & 127],
  );

/** The frame with camera noise: each byte off by at most `most`. */
export const noisy = (random: () => number, frame: RgbFrame, most: number): RgbFrame => ({
  ...frame,
  data: new Uint8Array(
    Uint8ClampedArray.from(frame.data, (value) => value + below(random, 2 * most + 1) - most),
  ),
});

/** The mean over the pixels of the squared distance of their colours. */
export function errorOf(one: Uint8Array, other: Uint8Array): number {
  const sum = one.reduce((total, value, at) => total + (value - other[at]!) ** 2, 0);
  return (3 * sum) / one.length;
}
