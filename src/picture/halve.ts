import type { Size } from '../base/frame.ts';

/**
 * Each pixel out is the mean of 2 x 2 pixels in. `rgb` is width x height x 3 bytes, both sides even; the result is a new
 * array of a quarter of that.
 */
export function halve(rgb: Uint8Array, { width, height }: Size): Uint8Array {
  const out = new Uint8Array((width * height * 3) / 4);
  const stride = width * 3;
  let at = 0;
  for (let row = 0; row < height; row += 2) {
    const end = (row + 1) * stride;
    for (let left = row * stride; left < end; left += 6) {
      for (let upper = left; upper < left + 3; upper++) {
        const lower = upper + stride;
        out[at++] = (rgb[upper]! + rgb[upper + 3]! + rgb[lower]! + rgb[lower + 3]! + 2) >> 2;
      }
    }
  }
  return out;
}
