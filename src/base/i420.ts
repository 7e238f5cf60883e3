import type { Size } from './frame.ts';

/**
 * BT.601 limited range (ITU-R BT.601-7, 2.5): Y is 16-235, U and V are 16-240 around 128. All arithmetic is 16.16 fixed
 * point; each row of chroma weights sums to zero, so that grey stays exactly grey.
 */
const HALF = 1 << 15;

/** Bytes of an I420 picture with even width and height: 1.5 per pixel. */
export const i420Length = ({ width, height }: Size): number => (width * height * 3) / 2;

/**
 * Converts RGB (width x height x 3) to I420, chroma averaged over 2 x 2 pixels. Width and height are even. The result is
 * `out`, which must hold `i420Length` bytes, or a new array of that length.
 */
export function rgbToI420(
  rgb: Uint8Array,
  width: number,
  height: number,
  out: Uint8Array = new Uint8Array(i420Length({ width, height })),
): Uint8Array {
  const luma = (at: number): number =>
    (16829 * rgb[at]! + 33039 * rgb[at + 1]! + 6416 * rgb[at + 2]! + (16 << 16) + HALF) >> 16;
  const stride = width * 3;
  let u = width * height;
  let v = u + u / 4;
  for (let row = 0; row < height; row += 2) {
    let top = row * stride;
    for (let y = row * width; y < (row + 1) * width; y += 2) {
      const bottom = top + stride;
      out[y] = luma(top);
      out[y + 1] = luma(top + 3);
      out[y + width] = luma(bottom);
      out[y + width + 1] = luma(bottom + 3);
      const red = rgb[top]! + rgb[top + 3]! + rgb[bottom]! + rgb[bottom + 3]!;
      const green = rgb[top + 1]! + rgb[top + 4]! + rgb[bottom + 1]! + rgb[bottom + 4]!;
      const blue = rgb[top + 2]! + rgb[top + 5]! + rgb[bottom + 2]! + rgb[bottom + 5]!;
      out[u++] = (28784 * blue - 9714 * red - 19070 * green + (128 << 18) + (HALF << 2)) >> 18;
      out[v++] = (28784 * red - 24103 * green - 4681 * blue + (128 << 18) + (HALF << 2)) >> 18;
      top += 6;
    }
  }
  return out;
}

/**
 * Converts I420 to RGB (width x height x 3); each chroma sample serves its 2 x 2 pixels, values out of range are clamped.
 * Width and height are even. The result is `out`, which must hold 3 bytes a pixel, or a new array of that length.
 */
export function i420ToRgb(
  i420: Uint8Array,
  width: number,
  height: number,
  out: Uint8Array = new Uint8Array(width * height * 3),
): Uint8Array {
  const rgb = new Uint8ClampedArray(out.buffer, out.byteOffset, out.length);
  const quarter = (width * height) / 4;
  const stride = width * 3;
  let chroma = width * height;
  let red = 0;
  let green = 0;
  let blue = 0;
  const paint = (at: number, y: number): void => {
    const light = 76309 * (y - 16);
    rgb[at] = (light + red) >> 16;
    rgb[at + 1] = (light + green) >> 16;
    rgb[at + 2] = (light + blue) >> 16;
  };
  for (let row = 0; row < height; row += 2) {
    let at = row * stride;
    for (let y = row * width; y < (row + 1) * width; y += 2) {
      const u = i420[chroma]! - 128;
      const v = i420[chroma + quarter]! - 128;
      chroma++;
      red = 104597 * v + HALF;
      green = HALF - 25675 * u - 53279 * v;
      blue = 132201 * u + HALF;
      paint(at, i420[y]!);
      paint(at + 3, i420[y + 1]!);
      paint(at + stride, i420[y + width]!);
      paint(at + stride + 3, i420[y + width + 1]!);
      at += 6;
    }
  }
  return out;
}
