import type { I420Frame, Size } from '../../src/base/frame.ts';
import { rgbToI420 } from '../../src/base/i420.ts';

/** A disc that swings over a drifting slope of colours: moves everywhere, repeats nowhere, needs no file. */
export function clipFrame({ width, height }: Size, index: number): I420Frame {
  const rgb = new Uint8Array(width * height * 3);
  const centre = width * (0.5 + 0.3 * Math.sin(index / 9));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const inside = Math.hypot(x - centre, y - height / 2) < height / 3;
      rgb[at] = inside ? 210 : (x * 200) / width;
      rgb[at + 1] = inside ? 160 : 40 + 100 * (1 + Math.sin((y + index) / 15));
      rgb[at + 2] = inside ? 130 : 60 + 60 * (1 + Math.cos((x - index) / 20));
    }
  }
  return {
    data: rgbToI420(rgb, width, height),
    width,
    height,
    capturedAt: 1_700_000_000_000 + index * 33.25,
  };
}

/** Peak signal-to-noise ratio over all three planes, in dB. */
export function psnr(a: I420Frame, b: I420Frame): number {
  if (a.data.length !== b.data.length) return 0;
  const squares = a.data.reduce((sum, value, index) => sum + (value - b.data[index]!) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / (squares / a.data.length));
}
