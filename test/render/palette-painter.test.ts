import { describe, expect, test } from 'vitest';
import { DEFAULT_COLOR, Grid, SPACE, textOf } from '../../src/base/grid.ts';
import type { CellRenderer } from '../../src/base/renderer.ts';
import type { ColorDepth } from '../../src/base/terminal.ts';
import { BAYER } from '../../src/render/bayer.ts';
import { cellPainter } from '../../src/render/cell-painter.ts';
import { ScriptKernel } from '../../src/render/kernel.ts';
import { BRAILLE, OCTANTS } from '../../src/render/mask-glyphs.ts';
import { TerminalPalette } from '../../src/render/terminal-palette.ts';
import { frameOf } from './film.ts';
import { all } from './pictures.ts';

const exactly = { mirrored: false, shown: undefined, tolerance: 0, turn: 0 };

function painted(
  { renderer, depth }: { renderer: CellRenderer; depth: ColorDepth },
  color: (x: number, y: number) => number[],
): Grid {
  const painter = cellPainter({ renderer, depth, kernel: new ScriptKernel() });
  const grid = new Grid(8, 4);
  const frame = frameOf(8 * painter.across, 4 * painter.down, color);
  painter.draw(frame, grid, all(grid), exactly);
  return grid;
}

const bits = (mask: number): number => mask.toString(2).replaceAll('0', '').length;

describe('without colours', () => {
  test.each([
    [0, 0],
    [63, 0],
    [96, 0.25],
    [128, 0.5],
    [160, 0.75],
    [192, 1],
    [255, 1],
  ])('grey %d inks %d of the samples', (grey, part) => {
    const grid = painted({ renderer: 'octant', depth: 'mono' }, () => [grey, grey, grey]);
    const inked = Array.from(grid.glyph, (glyph) => bits(OCTANTS.maskOf(glyph))).reduce(
      (sum, each) => sum + each,
    );
    expect(inked / (grid.glyph.length * 8)).toBeCloseTo(part, 1);
    expect(new Set([...grid.foreground, ...grid.background])).toEqual(new Set([DEFAULT_COLOR]));
  });

  test.each([
    [16, 0],
    [48, 0.25],
    [80, 0.5],
    [112, 0.75],
    [144, 1],
  ])('grey %d is braille with %d of its dots, which are darker than what they stand for', (grey, part) => {
    const grid = painted({ renderer: 'braille', depth: 'mono' }, () => [grey, grey, grey]);
    const dots = grid.glyph.reduce((sum, glyph) => sum + bits(BRAILLE.maskOf(glyph)), 0);
    expect(dots / (grid.glyph.length * 8)).toBeCloseTo(part, 1);
  });

  test('in braille an eye can be told from a face, though both are lighter than all dots', () => {
    const grid = painted({ renderer: 'braille', depth: 'mono' }, (x, y) =>
      x === 7 && y === 7 ? [150, 150, 150] : [250, 250, 250],
    );
    expect(textOf(grid.glyph[8 + 3]!)).toBe('⡿');
  });

  test('black on white and white on black have sharp edges', () => {
    const grid = painted({ renderer: 'braille', depth: 'mono' }, (x) =>
      x % 8 < 4 ? [0, 0, 0] : [255, 255, 255],
    );
    const row = Array.from(grid.glyph.subarray(0, 8), textOf).join('');
    expect(row).toBe('  ⣿⣿  ⣿⣿');
    expect(BRAILLE.maskOf(0x28ff)).toBe(0xff);
  });
});

describe.each(['256', '16'] as const)('in %s', (depth) => {
  test('braille shows the colour of most samples between its dots', () => {
    const grid = painted({ renderer: 'braille', depth }, (_, y) =>
      y % 4 === 3 ? [0, 0, 0] : [255, 255, 255],
    );
    expect(textOf(grid.glyph[0]!)).toBe('⣀');
  });

  const palette = new TerminalPalette(depth);

  test('only colours of the palette are used', () => {
    const grid = painted({ renderer: 'octant', depth }, (x, y) => [x * 16, y * 16, 255 - x * 16]);
    for (const color of [...grid.foreground, ...grid.background]) expect(palette.colors).toContain(color);
  });

  test('what is flat has no pattern, even half-way between two colours', () => {
    const grey = depth === '16' ? 64 : 67;
    const grid = painted({ renderer: 'octant', depth }, () => [grey, grey, grey]);
    expect(new Set(grid.glyph)).toEqual(new Set([SPACE]));
    expect(new Set(grid.background).size).toBe(1);
  });

  test('a colour of the palette is its own nearest', () => {
    for (const [index, color] of palette.colors.entries()) {
      const [red, green, blue] = [palette.red[index]!, palette.green[index]!, palette.blue[index]!];
      const found = palette.nearest(red, green, blue);
      expect(palette.distance(found, red, green, blue), `colour ${color & 0xff}`).toBeLessThan(7 * 8 ** 2);
    }
  });
});

test.each([
  [240, 190, 160],
  [60, 90, 170],
  [180, 80, 40],
])('in sixteen colours %d %d %d keeps its hue', (...color) => {
  const palette = new TerminalPalette('16');
  const grid = painted({ renderer: 'octant', depth: '16' }, () => color);
  const index = palette.indexOf(grid.background[0]!, 'paper');
  const shown = [palette.red, palette.green, palette.blue].map((plane) => plane[index]!);
  expect(shown[color.indexOf(Math.max(...color))]).toBe(Math.max(...shown));
  expect(shown[color.indexOf(Math.min(...color))]).toBe(Math.min(...shown));
  expect(new Set(shown).size).toBeGreaterThan(1);
});

test('the thresholds of dithering are all different, and even', () => {
  expect(new Set(BAYER).size).toBe(64);
  expect(BAYER.reduce((sum, level) => sum + level)).toBeCloseTo(0);
  expect(Array.from(BAYER.subarray(0, 4), (level) => (level + 0.5) * 64 - 0.5)).toEqual([0, 32, 8, 40]);
});
