import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RgbFrame } from '../../src/base/frame.ts';
import { Grid, rgbColor, Style, textOf } from '../../src/base/grid.ts';
import { colorDistance } from '../../src/render/color.ts';
import { bottomOf, topOf } from '../../src/render/half-block.ts';
import { drawHalf, TURNS_TO_EXACT } from '../../src/render/half.ts';
import { drawMono } from '../../src/render/mono.ts';
import { ScreenEncoder } from '../../src/render/screen-encoder.ts';
import { below, seeded } from './random-grid.ts';

const exactly = { mirrored: false, shown: undefined, tolerance: 0, turn: 0 };
const REUSE = 2;

function frameOf(width: number, height: number, color: (x: number, y: number) => number[]): RgbFrame {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(color(x, y), (y * width + x) * 3);
  }
  return { data, width, height, capturedAt: 0 };
}

const all = (grid: Grid): { column: number; row: number; columns: number; rows: number } => ({
  column: 0,
  row: 0,
  columns: grid.columns,
  rows: grid.rows,
});

/** The colours of the upper and the lower pixel of a cell. */
const pixels = (grid: Grid, cell: number): [number, number] => {
  const look = [grid.glyph[cell]!, grid.foreground[cell]!, grid.background[cell]!] as const;
  return [topOf(...look), bottomOf(...look)];
};

const noisy = (random: () => number, base: RgbFrame, noise: number): RgbFrame => ({
  ...base,
  data: base.data.map((value) => value + below(random, 2 * noise + 1) - noise),
});

function farthest(frame: RgbFrame, shown: Grid): number {
  const wanted = new Grid(40, 15);
  drawHalf(frame, wanted, all(wanted), exactly);
  const distances = Array.from(wanted.glyph, (_, cell) => {
    const [top, bottom] = pixels(wanted, cell);
    const [shownTop, shownBottom] = pixels(shown, cell);
    return Math.max(colorDistance(top, shownTop), colorDistance(bottom, shownBottom));
  });
  return Math.max(...distances);
}

const ramp = (grid: Grid): string => Array.from(grid.glyph, textOf).join('');

describe('drawHalf', () => {
  const numbered = frameOf(3, 4, (x, y) => [x, y, 100]);

  test('puts two pixels into a cell, within its place only', () => {
    const grid = new Grid(5, 4);
    drawHalf(numbered, grid, { column: 1, row: 1, columns: 3, rows: 2 }, exactly);
    expect(pixels(grid, 6)).toEqual([rgbColor(0, 0, 100), rgbColor(0, 1, 100)]);
    expect(pixels(grid, 13)).toEqual([rgbColor(2, 2, 100), rgbColor(2, 3, 100)]);
    const painted = Array.from(grid.style, (style) => (style === Style.picture ? 'x' : '.')).join('');
    expect(painted).toBe(['.....', '.xxx.', '.xxx.', '.....'].join(''));
  });

  test('mirrors', () => {
    const grid = new Grid(3, 2);
    drawHalf(numbered, grid, all(grid), { ...exactly, mirrored: true });
    expect(pixels(grid, 0)).toEqual([rgbColor(2, 0, 100), rgbColor(2, 1, 100)]);
    expect(pixels(grid, 5)).toEqual([rgbColor(0, 2, 100), rgbColor(0, 3, 100)]);
  });

  test('a cell of one colour is a space', () => {
    const grid = new Grid(1, 1);
    drawHalf(
      frameOf(1, 2, () => [9, 8, 7]),
      grid,
      all(grid),
      exactly,
    );
    expect(textOf(grid.glyph[0]!)).toBe(' ');
    expect(grid.background[0]).toBe(rgbColor(9, 8, 7));
  });

  test('a frame of another size is averaged into the place', () => {
    const grid = new Grid(2, 1);
    drawHalf(
      frameOf(4, 4, (x, y) => [x < 2 ? 10 : 20, y < 2 ? 30 : 40, x % 2 ? 0 : 100]),
      grid,
      all(grid),
      exactly,
    );
    expect(pixels(grid, 0)).toEqual([rgbColor(10, 30, 50), rgbColor(10, 40, 50)]);
    expect(pixels(grid, 1)).toEqual([rgbColor(20, 30, 50), rgbColor(20, 40, 50)]);
  });

  test('no size makes it fail', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(size, size, size, size, (width, height, columns, rows) => {
        const grid = new Grid(columns, rows);
        drawHalf(
          frameOf(width, height, () => [50, 60, 70]),
          grid,
          all(grid),
          exactly,
        );
        expect(new Set(grid.background)).toEqual(new Set([rgbColor(50, 60, 70)]));
      }),
    );
  });

  test('keeps what is near, and no more than that', () => {
    const grid = new Grid(1, 1);
    const draw = (grey: number, shown: Grid | undefined): number => {
      drawHalf(
        frameOf(1, 2, () => [grey, grey, grey]),
        grid,
        all(grid),
        { ...exactly, shown, tolerance: 4, turn: 1 },
      );
      return grid.background[0]! & 0xff;
    };
    expect(draw(100, undefined)).toBe(100);
    const shown = new Grid(1, 1);
    shown.copy(grid);
    expect([96, 97, 103, 104].map((grey) => draw(grey, shown))).toEqual([100, 100, 100, 100]);
    expect([95, 105].map((grey) => draw(grey, shown))).toEqual([95, 105]);
  });

  test('does not keep what is no picture', () => {
    const [grid, shown] = [new Grid(1, 1), new Grid(1, 1)];
    shown.background.fill(rgbColor(100, 100, 100));
    drawHalf(
      frameOf(1, 2, () => [101, 100, 100]),
      grid,
      all(grid),
      { ...exactly, shown, tolerance: 4, turn: 1 },
    );
    expect(grid.background[0]).toBe(rgbColor(101, 100, 100));
  });
});

describe('with the encoder', () => {
  // Smooth, so that neighbours are near enough to share a colour.
  const base = frameOf(40, 30, (x, y) => [60 + x, 60 + y, 120]);

  test.each([0, 3, 8])(
    'tolerance %d: no colour is off by more than that and what the encoder reuses',
    (tolerance) => {
      const random = seeded(tolerance);
      const grid = new Grid(40, 15);
      const encoder = new ScreenEncoder('truecolor', REUSE);
      encoder.encode(grid, undefined);
      for (let turn = 0; turn < 40; turn++) {
        const frame = noisy(random, base, 6);
        drawHalf(frame, grid, all(grid), { mirrored: false, shown: encoder.shown, tolerance, turn });
        encoder.encode(grid, undefined);
        expect(farthest(frame, encoder.shown)).toBeLessThanOrEqual(tolerance + REUSE);
      }
    },
  );

  test('a picture that stands still becomes exact, and then costs nothing', () => {
    const random = seeded(3);
    const grid = new Grid(40, 15);
    const encoder = new ScreenEncoder('truecolor', REUSE);
    encoder.encode(grid, undefined);
    const paint = (frame: RgbFrame, turn: number): number => {
      drawHalf(frame, grid, all(grid), { mirrored: false, shown: encoder.shown, tolerance: 6, turn });
      return encoder.encode(grid, undefined).length;
    };
    for (let turn = 0; turn < 10; turn++) paint(noisy(random, base, 5), turn);
    expect(farthest(base, encoder.shown)).toBeGreaterThan(0);
    // One round brings each cell within what the encoder reuses, the next makes it exact.
    for (let turn = 0; turn < 2 * TURNS_TO_EXACT; turn++) paint(base, turn);
    expect(farthest(base, encoder.shown)).toBe(0);
    expect(paint(base, 7)).toBe(0);
  });

  test('noise that the tolerance covers costs little more than refining', () => {
    const random = seeded(5);
    const grid = new Grid(40, 15);
    const encoder = new ScreenEncoder('truecolor');
    encoder.encode(grid, undefined);
    const lengths = Array.from({ length: 20 }, (_, turn) => {
      drawHalf(noisy(random, base, 2), grid, all(grid), {
        mirrored: false,
        shown: encoder.shown,
        tolerance: 6,
        turn,
      });
      return encoder.encode(grid, undefined).length;
    });
    expect(Math.max(...lengths.slice(2))).toBeLessThan(lengths[0]! / 5);
  });
});

describe('drawMono', () => {
  test('more light, more ink', () => {
    const grid = new Grid(10, 1);
    const frame = frameOf(10, 1, (x) => [x * 28, x * 28, x * 28]);
    drawMono(frame, grid, all(grid), exactly);
    expect(ramp(grid)).toBe(' .:-=+*#%@');
    drawMono(frame, grid, all(grid), { ...exactly, mirrored: true });
    expect(ramp(grid)).toBe('@%#*+=-:. ');
  });

  test('keeps its glyph within the tolerance', () => {
    const grid = new Grid(1, 1);
    const draw = (grey: number, shown: Grid | undefined): string => {
      drawMono(
        frameOf(1, 1, () => [grey, grey, grey]),
        grid,
        all(grid),
        { ...exactly, shown, tolerance: 5, turn: 1 },
      );
      return ramp(grid);
    };
    expect(draw(24, undefined)).toBe(' ');
    const shown = new Grid(1, 1);
    shown.copy(grid);
    expect([26, 30, 31].map((grey) => draw(grey, shown))).toEqual([' ', ' ', '.']);
  });
});
