import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { paletteColor, rgbColor } from '../../src/base/grid.ts';
import { isNear, mean, nearestPaletteIndex, quantizerFor } from '../../src/render/color.ts';

const channel = fc.integer({ min: 0, max: 255 });

/** xterm's colours 16-255. */
const palette = Array.from({ length: 240 }, (_, entry) => {
  if (entry >= 216) return [8, 8, 8].map((level) => level + 10 * (entry - 216));
  const steps = [0, 95, 135, 175, 215, 255];
  return [Math.floor(entry / 36), Math.floor(entry / 6) % 6, entry % 6].map((step) => steps[step]!);
});

const distance = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + (value - other[index]!) ** 2, 0);

test('the nearest palette entry is as near as a search of all finds one', () => {
  fc.assert(
    fc.property(channel, channel, channel, (...color) => {
      const found = palette[nearestPaletteIndex(...color) - 16]!;
      expect(distance(found, color)).toBe(Math.min(...palette.map((entry) => distance(entry, color))));
    }),
    { numRuns: 2000 },
  );
});

test('a colour of the palette is its own nearest', () => {
  for (const [entry, color] of palette.entries()) {
    const found = palette[nearestPaletteIndex(color[0]!, color[1]!, color[2]!) - 16]!;
    expect(found, `entry ${entry + 16}`).toEqual(color);
  }
});

test('only RGB colours are quantised, and by depth', () => {
  const colors = [0, paletteColor(200), rgbColor(255, 255, 255)];
  expect(colors.map(quantizerFor('truecolor'))).toEqual(colors);
  expect(colors.map(quantizerFor('256'))).toEqual([0, paletteColor(200), paletteColor(231)]);
  expect(colors.map(quantizerFor('mono'))).toEqual([0, 0, 0]);
});

test('colours are near by luma, and half as strictly by channel', () => {
  const grey = rgbColor(100, 100, 100);
  expect(isNear(grey, rgbColor(103, 103, 103), 3)).toBe(true);
  expect(isNear(grey, rgbColor(104, 104, 104), 3)).toBe(false);
  expect(isNear(grey, rgbColor(100, 100, 106), 3)).toBe(true);
  expect(isNear(grey, rgbColor(100, 100, 107), 3)).toBe(false);
  expect(isNear(paletteColor(1), paletteColor(2), 255)).toBe(false);
  expect(isNear(paletteColor(1), paletteColor(1), 0)).toBe(true);
});

test('the mean lies half-way in each channel', () => {
  fc.assert(
    fc.property(fc.tuple(channel, channel, channel), fc.tuple(channel, channel, channel), (one, other) => {
      const half = one.map((value, index) => Math.floor((value + other[index]!) / 2));
      expect(mean(rgbColor(...one), rgbColor(...other))).toBe(rgbColor(half[0]!, half[1]!, half[2]!));
    }),
  );
});

test('in sixteen colours, what xterm shows for them', () => {
  const quantize = quantizerFor('16');
  expect([0x000000, 0xcd0000, 0xffffff, 0x7f7f7f, 0x5c5cff].map((rgb) => quantize(0x2000000 | rgb))).toEqual(
    [0, 1, 15, 8, 12].map(paletteColor),
  );
});
