import type { RgbFrame } from '../base/frame.ts';

/** A 4 x 4 matrix (Bayer 1973). */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5] as const;

const clamp = (value: number): number => Math.max(0, Math.min(255, value));

/** The frame with ordered noise of the given amplitude, so that few colours, side by side, look like more. */
export function dithered(frame: RgbFrame, amplitude: number): RgbFrame {
  const noise = BAYER.map((level) => Math.round((level / 15 - 0.5) * 2 * amplitude));
  const stride = frame.width * 3;
  const data = new Uint8Array(frame.data.length);
  for (let y = 0, at = 0; y < frame.height; y++) {
    for (let x = 0; x < stride; x += 3, at += 3) {
      const offset = noise[(y & 3) * 4 + ((x / 3) & 3)]!;
      data[at] = clamp(frame.data[at]! + offset);
      data[at + 1] = clamp(frame.data[at + 1]! + offset);
      data[at + 2] = clamp(frame.data[at + 2]! + offset);
    }
  }
  return { ...frame, data };
}
