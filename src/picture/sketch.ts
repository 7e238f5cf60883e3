import type { I420Frame } from '../base/frame.ts';

const PAPER = 235;
const INK = 16;
/** What is fainter is taken for noise: the sum of both gradients of a step of six in Y. */
const FAINTEST = 24;
/** How much darker a line gets by a gradient that is stronger by one. */
const STRENGTH = 1.25;

/**
 * The edges of a picture as ink on paper, by the operator of Sobel and Feldman (1968): the sums of the differences
 * across and down, each weighted 1 2 1 along the edge. Changes the bytes of `frame`.
 */
export function applySketch({ data, width, height }: I420Frame): void {
  const pixels = width * height;
  const y = data.slice(0, pixels);
  data.fill(PAPER, 0, pixels).fill(128, pixels);
  for (let row = 1; row < height - 1; row++) {
    for (let at = row * width + 1; at < (row + 1) * width - 1; at++) {
      const up = at - width;
      const down = at + width;
      const diagonal = y[down + 1]! - y[up - 1]!;
      const other = y[up + 1]! - y[down - 1]!;
      const across = diagonal + other + 2 * (y[at + 1]! - y[at - 1]!);
      const below = diagonal - other + 2 * (y[down]! - y[up]!);
      const gradient = Math.abs(across) + Math.abs(below);
      if (gradient > FAINTEST) data[at] = Math.max(INK, PAPER - STRENGTH * (gradient - FAINTEST));
    }
  }
}
