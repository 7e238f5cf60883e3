import type { I420Frame } from '../base/frame.ts';
import { rgbToI420 } from '../base/i420.ts';

/** What each light of a picture becomes: Y, U and V by Y. */
interface Tint {
  y: Uint8Array;
  u: Uint8Array;
  v: Uint8Array;
}

/** The colours of paper white, and of the phosphors P1 and P3 of old terminals. */
export const TINTS = {
  grey: tintOf([255, 255, 255]),
  green: tintOf([80, 255, 100]),
  amber: tintOf([255, 176, 0]),
} as const;

/** One colour, darker or lighter. */
function tintOf(color: readonly [number, number, number]): Tint {
  const tint = { y: new Uint8Array(256), u: new Uint8Array(256), v: new Uint8Array(256) };
  for (let value = 0; value < 256; value++) {
    const light = Math.min(1, Math.max(0, (value - 16) / 219));
    const pixel = color.map((channel) => Math.round(channel * light));
    const [y = 0, , , , u = 0, v = 0] = rgbToI420(Uint8Array.from([pixel, pixel, pixel, pixel].flat()), 2, 2);
    tint.y[value] = y;
    tint.u[value] = u;
    tint.v[value] = v;
  }
  return tint;
}

/** Shows the light of a picture in one colour. Changes the bytes of `frame`. */
export function applyTint({ data, width, height }: I420Frame, tint: Tint): void {
  const pixels = width * height;
  let u = pixels;
  let v = pixels + pixels / 4;
  for (let row = 0; row < height; row += 2) {
    for (let at = row * width; at < (row + 1) * width; at += 2) {
      const sum = data[at]! + data[at + 1]! + data[at + width]! + data[at + width + 1]!;
      const mean = (sum + 2) >> 2;
      data[u++] = tint.u[mean]!;
      data[v++] = tint.v[mean]!;
    }
  }
  for (let at = 0; at < pixels; at++) data[at] = tint.y[data[at]!]!;
}
