import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_COLOR, Grid, rgbColor, SPACE, Style } from '../../src/base/grid.ts';
import { roughen } from '../../src/render/rough.ts';
import { ScreenEncoder } from '../../src/render/screen-encoder.ts';

const [COLUMNS, ROWS] = [80, 24];
const FINE = 60_000;

/** A picture with a detail in each cell, on a slope from one side to the other. */
function scene(level: number, depth = 24): Grid {
  const grid = new Grid(COLUMNS, ROWS);
  for (let cell = 0; cell < grid.glyph.length; cell++) {
    const column = cell % COLUMNS;
    grid.glyph[cell] = 0x2598;
    grid.foreground[cell] = rgbColor(level + column + 30, level, level + (cell % 7));
    grid.background[cell] = rgbColor(level + column, level, level + (cell % 5));
    grid.style[cell] = Style.picture;
    if (depth < 24) grid.background[cell] = 0x1000000 | (cell % 256);
  }
  return grid;
}

const copyOf = (grid: Grid): Grid => {
  const copy = new Grid(COLUMNS, ROWS);
  copy.copy(grid);
  return copy;
};

const rowsOf = (grid: Grid, most: number): number[] =>
  Array.from({ length: ROWS }, (_, row) => {
    const cells = grid.background.subarray(row * COLUMNS, (row + 1) * COLUMNS);
    return [...cells].filter((color) => (color >> 8) % 256 >= most).length;
  });

let encoder: ScreenEncoder;
let bytes: number;
beforeEach(() => {
  encoder = new ScreenEncoder('truecolor', 0);
  encoder.encode(scene(20), undefined);
  bytes = 0;
});

/** Paints a frame into so much room; whether it was a rough one. */
function paint(wanted: Grid, room: number): boolean {
  const next = copyOf(wanted);
  const isRough = roughen(next, encoder.shown, room);
  bytes += encoder.encode(next, undefined, room).length;
  return isRough;
}

describe('a new scene', () => {
  test.each([8000, 12_000, 20_000])('is there as a whole within %d bytes', (most) => {
    expect(paint(scene(120), most)).toBe(true);
    expect(encoder.isWhole).toBe(true);
    expect(bytes).toBeLessThan(most);
    expect(rowsOf(encoder.shown, 120)).toEqual(Array.from({ length: ROWS }, () => COLUMNS));
  });

  test('of letters is there as a whole, too, and without blocks', () => {
    const letters = scene(120);
    for (const cell of letters.glyph.keys()) {
      letters.glyph[cell] = cell % 3 ? 0x67 : SPACE;
      if (cell % 3 === 0) letters.foreground[cell] = DEFAULT_COLOR;
    }
    expect(paint(letters, 12_000)).toBe(true);
    expect(encoder.isWhole).toBe(true);
    expect(rowsOf(encoder.shown, 120)).toEqual(Array.from({ length: ROWS }, () => COLUMNS));
    expect(new Set(encoder.shown.glyph)).toEqual(new Set([SPACE]));
    expect(new Set(encoder.shown.foreground)).toEqual(new Set([DEFAULT_COLOR]));
  });

  test('is as fine as the bytes allow', () => {
    const colors = [8000, 20_000].map((most) => {
      const next = scene(120);
      roughen(next, scene(20), most);
      return new Set(next.background).size;
    });
    expect(colors[1]).toBeGreaterThan(2 * colors[0]!);
  });

  test('comes in all its detail when there is room for it', () => {
    expect(paint(scene(120), FINE * 2)).toBe(false);
    expect(encoder.encode(scene(120), undefined)).toHaveLength(0);
  });

  test('is rough once, and then ever finer until it is exact', () => {
    expect(paint(scene(120), 8000)).toBe(true);
    let frames = 0;
    do expect(paint(scene(120), 8000)).toBe(false);
    while (!encoder.isWhole && frames++ < 50);
    expect(frames).toBeGreaterThan(2);
    expect(encoder.encode(scene(120), undefined)).toHaveLength(0);
  });
});

describe('what is not roughened', () => {
  test('are cells that are nearly right, and text', () => {
    const next = copyOf(encoder.shown);
    const half = (COLUMNS * ROWS) / 2;
    next.copyRect(scene(120), { column: 0, row: 0, columns: COLUMNS, rows: ROWS / 2 });
    next.background[half] = rgbColor(21, 20, 20);
    next.glyph[half + 1] = 0x41;
    next.style[half + 1] = Style.bold;
    expect(roughen(next, encoder.shown, 8000)).toBe(true);
    expect(next.background[0]).toBe(next.background[3]);
    expect(next.background[half]).toBe(encoder.shown.background[half]);
    expect(next.glyph[half + 1]).toBe(0x41);
  });

  test('is a picture in the colours of a palette', () => {
    const next = scene(120, 8);
    expect(roughen(next, encoder.shown, 8000)).toBe(false);
    expect(next.background).toEqual(scene(120, 8).background);
  });

  test('is noise, which shared colours would not come near to', () => {
    const next = scene(20);
    for (let cell = 0; cell < next.glyph.length; cell++) {
      next.glyph[cell] = SPACE;
      next.background[cell] = cell % 2 ? rgbColor(255, 255, 255) : rgbColor(0, 0, 0);
    }
    const before = copyOf(next);
    paint(next, 8000);
    expect(paint(next, 8000)).toBe(false);
    expect(next).toEqual(before);
  });
});
