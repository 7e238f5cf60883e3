import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_COLOR, Grid, rgbColor, SPACE, textOf } from '../../src/base/grid.ts';
import { COLOR_DEPTHS } from '../../src/base/terminal.ts';
import { cellPainter } from '../../src/render/cell-painter.ts';
import type { CellPainter } from '../../src/render/draw.ts';
import { ScriptKernel } from '../../src/render/kernel.ts';
import { LETTER_INKS, LETTERS } from '../../src/render/letters.ts';
import { PaletteLetter } from '../../src/render/palette-letter.ts';
import { ScreenEncoder } from '../../src/render/screen-encoder.ts';
import { TerminalPalette } from '../../src/render/terminal-palette.ts';
import { discAt, frameOf, noisy } from './film.ts';
import { all, randomFrame } from './pictures.ts';
import { below, seeded } from './random-grid.ts';

const exactly = { mirrored: false, shown: undefined, tolerance: 0, turn: 0 };
const SAMPLES = 8;
const SIZE = { columns: 12, rows: 6 };

const painterOf = (depth: (typeof COLOR_DEPTHS)[number] = 'truecolor'): CellPainter =>
  cellPainter({ renderer: 'ascii', depth, kernel: new ScriptKernel() });

describe('what is known of letters', () => {
  test('a blank has no ink, and all others have some', () => {
    const [blank, ...letters] = LETTER_INKS;
    expect(blank).toEqual({ samples: Array.from({ length: SAMPLES }, () => 0), mean: 0, variance: 0 });
    for (const { mean, variance } of letters) {
      expect(mean).toBeGreaterThan(0);
      // All or nothing has most.
      expect(variance).toBeLessThanOrEqual(mean * (1 - mean));
    }
  });

  test.each([
    ['_', [6, 7]],
    ['|', [0, 1, 2, 3, 4, 5, 6, 7]],
    [',', [4, 5, 6, 7]],
    ['-', [4, 5]],
    ['"', [0, 1, 2, 3]],
  ])('the ink of %s is where it should be', (letter, samples) => {
    const { samples: ink } = LETTER_INKS[LETTERS.maskOf(letter.codePointAt(0)!)]!;
    const inside = ink.filter((_, at) => samples.includes(at)).reduce((sum, part) => sum + part, 0);
    expect(inside / ink.reduce((sum, part) => sum + part)).toBeGreaterThan(0.95);
  });
});

/** What greys a cell of letters has, as the least squares of pixels tell; and how much they leave unexplained. */
function explained(greys: readonly number[], letter: number): number {
  const { samples, mean, variance } = LETTER_INKS[letter]!;
  const middle = greys.reduce((sum, grey) => sum + grey) / SAMPLES;
  const covariance = greys.reduce((sum, grey, at) => sum + (grey - middle) * (samples[at]! - mean), 0);
  return variance === 0 ? 0 : covariance ** 2 / (SAMPLES * variance);
}

describe('in 24 bits', () => {
  test('no letter explains much more of a cell than the one that is found', () => {
    const random = seeded(1);
    const frame = frameOf(2 * SIZE.columns, 4 * SIZE.rows, () => {
      const grey = below(random, 256);
      return [grey, grey, grey];
    });
    const grid = new Grid(SIZE.columns, SIZE.rows);
    painterOf().draw(frame, grid, all(grid), exactly);
    for (let cell = 0; cell < grid.glyph.length; cell++) {
      const greys = greysOf(frame.data, cell);
      const best = Math.max(...LETTER_INKS.map((_, letter) => explained(greys, letter)));
      expect(explained(greys, LETTERS.maskOf(grid.glyph[cell]!))).toBeGreaterThan(0.99 * best);
    }
  });

  test('the colours are such that the mean of the cell is right', () => {
    const grid = new Grid(SIZE.columns, SIZE.rows);
    const frame = frameOf(2 * SIZE.columns, 4 * SIZE.rows, (x, y) => [80 + x, 90 + 2 * y, 100 + x + y]);
    painterOf().draw(frame, grid, all(grid), exactly);
    for (let cell = 0; cell < grid.glyph.length; cell++) {
      const { mean } = LETTER_INKS[LETTERS.maskOf(grid.glyph[cell]!)]!;
      const red = ((grid.foreground[cell]! >> 16) & 0xff) * mean;
      const shown = red + ((grid.background[cell]! >> 16) & 0xff) * (1 - mean);
      expect(Math.abs(shown - (80.5 + 2 * (cell % SIZE.columns)))).toBeLessThan(1.5);
    }
  });

  test('one colour is a blank on paper of that colour', () => {
    const grid = new Grid(3, 2);
    painterOf().draw(
      frameOf(6, 8, () => [7, 77, 177]),
      grid,
      all(grid),
      exactly,
    );
    expect(new Set(grid.glyph)).toEqual(new Set([SPACE]));
    expect(new Set(grid.background)).toEqual(new Set([rgbColor(7, 77, 177)]));
    expect(new Set(grid.foreground)).toEqual(new Set([DEFAULT_COLOR]));
  });

  test.each([
    ['dark ink where the foot is dark', 250, 10],
    ['light ink where the foot is light', 10, 250],
  ])('an edge near the foot of a cell has %s', (_, above, foot) => {
    const grid = new Grid(1, 1);
    const frame = frameOf(2, 4, (_x, y) => (y < 3 ? [above, above, above] : [foot, foot, foot]));
    painterOf().draw(frame, grid, all(grid), exactly);
    expect(textOf(grid.glyph[0]!)).toMatch(/[_,.]/);
    expect((grid.foreground[0]! & 0xff) < (grid.background[0]! & 0xff)).toBe(above > foot);
  });
});

function greysOf(data: Uint8Array, cell: number): number[] {
  const [column, row] = [cell % SIZE.columns, Math.floor(cell / SIZE.columns)];
  return Array.from({ length: SAMPLES }, (_, at) => {
    const [x, y] = [column * 2 + (at % 2), row * 4 + (at >> 1)];
    return data[(y * SIZE.columns * 2 + x) * 3]!;
  });
}

describe.each(['256', '16'] as const)('in %s', (depth) => {
  test('no letter in two of the nearest colours is better than the one that is found', () => {
    const palette = new TerminalPalette(depth);
    const look = new PaletteLetter(palette, { spread: 0, lift: 0, vividness: 1 });
    const kernel = new ScriptKernel();
    const workspace = kernel.layOut({
      frame: { width: 6, height: 8 },
      columns: 3,
      rows: 2,
      across: 2,
      down: 4,
      mirrored: false,
    });
    const sample = fc.uint8Array({ minLength: 144, maxLength: 144 });
    fc.assert(
      fc.property(sample, (pixels) => {
        kernel.sample(pixels);
        look.take(workspace, 1, 2);
        const nearest = new Set(nearestTo(pixels, palette));
        const least = look.error(look);
        for (const ink of nearest)
          for (const paper of nearest)
            for (const mask of LETTER_INKS.keys())
              expect(look.error({ mask, ink, paper })).toBeGreaterThanOrEqual(least - 1e-6);
      }),
      { numRuns: 10 },
    );
  });
});

/** The colours nearest to the samples of the last of 3 x 2 cells. */
const nearestTo = (pixels: Uint8Array, palette: TerminalPalette): number[] =>
  Array.from({ length: SAMPLES }, (_, at) => {
    const from = ((4 + (at >> 1)) * 6 + 4 + (at % 2)) * 3;
    return palette.nearest(pixels[from]!, pixels[from + 1]!, pixels[from + 2]!);
  });

test.each(COLOR_DEPTHS)('in %s all that is written is ASCII, and so it stays', (depth) => {
  const random = seeded(2);
  const [painter, encoder] = [painterOf(depth), new ScreenEncoder(depth)];
  const grid = new Grid(SIZE.columns, SIZE.rows);
  for (let turn = 0; turn < 40; turn++) {
    const still = turn % 4 ? discAt(24, 24, turn) : randomFrame(random, 24, 24);
    const options = { mirrored: false, shown: encoder.shown, tolerance: turn % 3, turn };
    painter.draw(noisy(random, still, 3), grid, all(grid), options);
    if (turn % 10 === 9) encoder.invalidate();
    expect(Math.max(...encoder.encode(grid, undefined))).toBeLessThan(0x7f);
  }
});

test('noise costs a small part of a repaint', () => {
  const random = seeded(3);
  const [painter, encoder] = [painterOf(), new ScreenEncoder('truecolor')];
  const grid = new Grid(40, 20);
  const still = discAt(80, 80, 30);
  const lengths = Array.from({ length: 60 }, (_, turn) => {
    const options = { mirrored: false, shown: encoder.shown, tolerance: 1.5, turn };
    painter.draw(noisy(random, still, 5), grid, all(grid), options);
    return encoder.encode(grid, undefined).length;
  });
  expect(Math.max(...lengths.slice(30))).toBeLessThan(lengths[0]! / 10);
});
