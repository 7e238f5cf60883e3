import { DEFAULT_COLOR, isRgbColor, paletteColor } from '../base/grid.ts';
import type { ColorDepth } from '../base/terminal.ts';
import { CUBE_LEVELS, TerminalPalette } from './terminal-palette.ts';

/** The greys, palette entries 232-255: 8, 18, ... 238. */
const FIRST_GREY = 232;
const GREYS = 24;

/** The nearest step of the cube for each channel value. */
const NEAREST_STEP = Uint8Array.from({ length: 256 }, (_, value) => {
  const distances = CUBE_LEVELS.map((level) => Math.abs(level - value));
  return distances.indexOf(Math.min(...distances));
});

const squared = (value: number): number => value * value;

/**
 * The palette entry (16-255) with the least squared distance to an RGB colour. The cube is separable, so its nearest
 * entry is that of each channel; the nearest grey is the one nearest to the mean.
 */
export function nearestPaletteIndex(red: number, green: number, blue: number): number {
  const [r, g, b] = [NEAREST_STEP[red]!, NEAREST_STEP[green]!, NEAREST_STEP[blue]!];
  const cube =
    squared(CUBE_LEVELS[r]! - red) + squared(CUBE_LEVELS[g]! - green) + squared(CUBE_LEVELS[b]! - blue);
  const step = Math.min(GREYS - 1, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const level = 8 + 10 * step;
  const grey = squared(level - red) + squared(level - green) + squared(level - blue);
  return grey < cube ? FIRST_GREY + step : 16 + 36 * r + 6 * g + b;
}

const ANSI = new TerminalPalette('16');

/** The one of the first sixteen palette entries that looks nearest to an RGB colour. */
export const nearestAnsiIndex = (red: number, green: number, blue: number): number =>
  ANSI.nearest(red, green, blue);

/** What a terminal of the given depth shows for a colour of a grid. */
export function quantizerFor(depth: ColorDepth): (color: number) => number {
  if (depth === 'truecolor') return (color) => color;
  if (depth === 'mono') return () => DEFAULT_COLOR;
  const nearest = depth === '16' ? nearestAnsiIndex : nearestPaletteIndex;
  return (color) =>
    isRgbColor(color)
      ? paletteColor(nearest((color >> 16) & 0xff, (color >> 8) & 0xff, color & 0xff))
      : color;
}

/**
 * How far apart two RGB colours look, 0-255: the difference in luma (BT.601), or half of the largest one in a channel
 * where that is more. The eye sees brightness twice as well, so noise in colour is to cost less than noise in light.
 */
export function colorDistance(one: number, other: number): number {
  const red = ((one >> 16) & 0xff) - ((other >> 16) & 0xff);
  const green = ((one >> 8) & 0xff) - ((other >> 8) & 0xff);
  const blue = (one & 0xff) - (other & 0xff);
  const luma = Math.abs(77 * red + 150 * green + 29 * blue) / 256;
  return Math.max(luma, Math.abs(red) / 2, Math.abs(green) / 2, Math.abs(blue) / 2);
}

/** Whether one colour may stand for another: RGB colours by their `colorDistance`, all others when equal. */
export const isNear = (one: number, other: number, tolerance: number): boolean =>
  one === other || (tolerance > 0 && isRgbColor(one) && isRgbColor(other) && isWithin(one, other, tolerance));

/** `colorDistance` <= `tolerance`, sooner: most colours differ in the first channel, and no number is a fraction. */
function isWithin(one: number, other: number, tolerance: number): boolean {
  const green = ((one >> 8) & 0xff) - ((other >> 8) & 0xff);
  if (Math.abs(green) > 2 * tolerance) return false;
  const red = ((one >> 16) & 0xff) - ((other >> 16) & 0xff);
  const blue = (one & 0xff) - (other & 0xff);
  const most = Math.max(Math.abs(red), Math.abs(blue));
  return most <= 2 * tolerance && Math.abs(77 * red + 150 * green + 29 * blue) <= 256 * tolerance;
}

/** The colour half-way between two RGB colours, within 1 of the exact mean in each channel. */
export const mean = (one: number, other: number): number => (one & other) + (((one ^ other) & 0xfefefe) >> 1);
