import type { Heap } from './heap.ts';

/** The weights of one sample's pixels add up to this. */
export const WEIGHT_BITS = 14;
const WHOLE = 1 << WEIGHT_BITS;

/** Which pixels of a line make up each sample of a line: `count` of them from `from` on, by weights. */
export interface Spans {
  readonly from: Int32Array;
  readonly count: Int32Array;
  readonly weights: Uint16Array;
  /** The weights of sample `n` begin at `n * most`. */
  readonly most: number;
}

export interface SpansRequest {
  pixels: number;
  samples: number;
  /** Samples of a cell: a line that is off by less than a cell is cut or its last pixel repeated. Scaling would blur it. */
  cell: number;
  /** The last pixel comes first. */
  reversed: boolean;
}

/** Spans by which each sample is the mean of the pixels that it covers; the weights add up exactly. */
export function spansOf({ pixels, samples, cell, reversed }: SpansRequest, heap: Heap): Spans {
  const scale = Math.abs(pixels - samples) < cell ? 1 : pixels / samples;
  const most = Math.min(pixels, Math.ceil(scale) + 1);
  const from = heap.take(Int32Array, samples);
  const count = heap.take(Int32Array, samples);
  const weights = heap.take(Uint16Array, samples * most);
  for (let sample = 0; sample < samples; sample++) {
    const at = reversed ? samples - 1 - sample : sample;
    const start = Math.min(sample * scale, pixels - 1);
    const end = Math.min(start + scale, pixels);
    const first = Math.floor(start);
    const taps = Math.min(most, Math.ceil(end) - first);
    from[at] = first;
    count[at] = taps;
    share(weights.subarray(at * most, at * most + taps), first, { start, end });
  }
  return { from, count, weights, most };
}

/** Gives each pixel its part of the whole; rounding the sums instead of the parts keeps the total. */
function share(weights: Uint16Array, from: number, { start, end }: { start: number; end: number }): void {
  let given = 0;
  for (let tap = 0; tap < weights.length; tap++) {
    const covered = tap === weights.length - 1 ? end : from + tap + 1;
    const sum = Math.round((WHOLE * (covered - start)) / (end - start));
    weights[tap] = sum - given;
    given = sum;
  }
}
