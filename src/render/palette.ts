/** Colours are counted and looked up by the upper five bits of each channel. */
const BINS = 1 << 15;
/** One pixel in so many is counted, or looked at to judge a palette; prime, so as not to fall into step with the rows. */
const COUNTED = 5;
const JUDGED = 61;
/** Of a picture smaller than this every pixel matters. */
const SMALL_PIXELS = 16_384;
/** Rounds of k-means after the splitting; more gain less than .1 dB. */
const ROUNDS = 2;
/** The most colours of a palette: indices are bytes, and 0 is none. */
export const MAX_COLORS = 255;

/** The channels of index 0, so that it is like no colour. */
const FAR_OFF = -1000;

/** The bin of a colour. */
export const binOf = (red: number, green: number, blue: number): number =>
  ((red & 0xf8) << 7) | ((green & 0xf8) << 2) | (blue >> 3);

/** Sixel colours are per cent (VT330/VT340 Programmer Reference Manual, chapter 14). */
export const toPercent = (value: number): number => Math.round((value * 100) / 255);
/** What a terminal shows for a channel: nothing is finer than a per cent. */
const shown = (value: number): number => Math.round((toPercent(value) * 255) / 100);

const stepOf = (rgb: Uint8Array, sampling: number): number =>
  3 * (rgb.length < 3 * SMALL_PIXELS ? 1 : sampling);

const squared = (value: number): number => value * value;

/** Colours with the indices 1 to `size`, by rising green. Index 0 is no colour. */
export class Palette {
  readonly size: number;
  readonly red = new Int16Array(MAX_COLORS + 1).fill(FAR_OFF);
  readonly green = new Int16Array(MAX_COLORS + 1).fill(FAR_OFF);
  readonly blue = new Int16Array(MAX_COLORS + 1).fill(FAR_OFF);
  /** The index nearest to the colours of each bin; 0 where `nearest` has not looked yet. */
  readonly lookup = new Uint8Array(BINS);

  constructor(colors: readonly (readonly [number, number, number])[]) {
    this.size = colors.length;
    for (const [index, [red, green, blue]] of colors.toSorted((one, other) => one[1] - other[1]).entries()) {
      this.red[index + 1] = shown(red);
      this.green[index + 1] = shown(green);
      this.blue[index + 1] = shown(blue);
    }
  }

  /** The index for the colours of a bin, found once and then looked up. */
  nearest(bin: number): number {
    return (this.lookup[bin] ||= this.#search(
      ((bin >> 7) & 0xf8) | 4,
      ((bin >> 2) & 0xf8) | 4,
      ((bin << 3) & 0xf8) | 4,
    ));
  }

  /** Goes up and down from where green is the same, until green alone is too far off; of equals the first wins. */
  #search(red: number, green: number, blue: number): number {
    let above = 1;
    let end = this.size + 1;
    while (above < end) {
      const middle = (above + end) >> 1;
      if (this.green[middle]! < green) above = middle + 1;
      else end = middle;
    }
    let best = 0;
    let least = Infinity;
    const look = (index: number): boolean => {
      const offGreen = squared(this.green[index]! - green);
      if (offGreen > least) return false;
      const distance = offGreen + squared(this.red[index]! - red) + squared(this.blue[index]! - blue);
      if (distance < least || (distance === least && index < best)) [least, best] = [distance, index];
      return true;
    };
    let below = above - 1;
    while (above <= this.size || below >= 1) {
      if (above <= this.size) above = look(above) ? above + 1 : Infinity;
      if (below >= 1) below = look(below) ? below - 1 : 0;
    }
    return best;
  }
}

/** What is known of the colours of a picture: how many pixels are in each bin, and their sums. */
class Histogram {
  readonly used: Uint16Array;
  readonly count = new Uint32Array(BINS);
  readonly sums = [new Uint32Array(BINS), new Uint32Array(BINS), new Uint32Array(BINS)] as const;

  constructor(rgb: Uint8Array) {
    const [reds, greens, blues] = this.sums;
    const used = new Uint16Array(BINS);
    let bins = 0;
    const step = stepOf(rgb, COUNTED);
    for (let at = 0; at + 2 < rgb.length; at += step) {
      const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
      const bin = binOf(red, green, blue);
      if (this.count[bin]!++ === 0) used[bins++] = bin;
      reds[bin]! += red;
      greens[bin]! += green;
      blues[bin]! += blue;
    }
    this.used = used.slice(0, bins);
  }
}

/** Some bins, their mean colour, and how far their pixels are from it. */
interface Box {
  bins: Uint16Array;
  mean: [number, number, number];
  /** The channel with the greatest spread. */
  channel: number;
  /** Squared distances to the mean, summed over the pixels. */
  error: number;
}

function boxOf(bins: Uint16Array, { count, sums }: Histogram): Box {
  const mean: [number, number, number] = [0, 0, 0];
  let pixels = 0;
  for (const bin of bins) pixels += count[bin]!;
  let [error, channel, widest] = [0, 0, -1];
  for (const [index, sum] of sums.entries()) {
    let [first, second] = [0, 0];
    for (const bin of bins) {
      first += sum[bin]!;
      second += (sum[bin]! * sum[bin]!) / count[bin]!;
    }
    mean[index] = first / pixels;
    const spread = second - (first * first) / pixels;
    error += spread;
    if (spread > widest) [widest, channel] = [spread, index];
  }
  return { bins, mean, channel, error };
}

/** The bins on the two sides of the mean. */
function split({ bins, mean, channel }: Box, histogram: Histogram): [Box, Box] {
  const sum = histogram.sums[channel]!;
  const isLow = (bin: number): boolean => sum[bin]! <= mean[channel]! * histogram.count[bin]!;
  return [
    boxOf(bins.filter(isLow), histogram),
    boxOf(
      bins.filter((bin) => !isLow(bin)),
      histogram,
    ),
  ];
}

/** One round of k-means: each colour becomes the mean of the bins that are nearest to it. */
function refine(palette: Palette, histogram: Histogram): Palette {
  const totals = Array.from(
    { length: palette.size + 1 },
    () => [0, 0, 0, 0] as [number, number, number, number],
  );
  for (const bin of histogram.used) {
    const total = totals[palette.nearest(bin)]!;
    for (const [channel, sum] of histogram.sums.entries()) total[channel]! += sum[bin]!;
    total[3] += histogram.count[bin]!;
  }
  const used = totals.filter(([, , , pixels]) => pixels > 0);
  return new Palette(used.map(([red, green, blue, pixels]) => [red / pixels, green / pixels, blue / pixels]));
}

/**
 * At most `colors` colours that stand for those of a picture (RGB, 3 bytes a pixel): boxes are split at their mean where
 * the error is largest, then refined by k-means.
 */
export function paletteOf(rgb: Uint8Array, colors: number): Palette {
  const histogram = new Histogram(rgb);
  const boxes = [boxOf(histogram.used, histogram)];
  while (boxes.length < Math.min(colors, MAX_COLORS)) {
    let worst = 0;
    for (const [index, { error }] of boxes.entries()) if (error > boxes[worst]!.error) worst = index;
    if (boxes[worst]!.bins.length < 2) break;
    boxes.push(...split(boxes[worst]!, histogram));
    boxes[worst] = boxes.pop()!;
  }
  let palette = new Palette(boxes.map(({ mean }) => mean));
  for (let round = 0; round < ROUNDS; round++) palette = refine(palette, histogram);
  return palette;
}

/** How far a palette is from the colours of a picture, as the mean over some pixels of the squared distance. */
export function paletteError(palette: Palette, rgb: Uint8Array): number {
  let [sum, pixels] = [0, 0];
  const step = stepOf(rgb, JUDGED);
  for (let at = 0; at + 2 < rgb.length; at += step, pixels++) {
    const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
    const index = palette.nearest(binOf(red, green, blue));
    sum += squared(palette.red[index]! - red);
    sum += squared(palette.green[index]! - green) + squared(palette.blue[index]! - blue);
  }
  return sum / Math.max(1, pixels);
}
