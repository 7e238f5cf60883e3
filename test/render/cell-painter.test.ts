import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RgbFrame } from '../../src/base/frame.ts';
import { CELL_RENDERERS, type CellRenderer } from '../../src/base/renderer.ts';
import { Grid, rgbColor, Style, textOf } from '../../src/base/grid.ts';
import { COLOR_DEPTHS, type ColorDepth } from '../../src/base/terminal.ts';
import { cellPainter } from '../../src/render/cell-painter.ts';
import type { CellPainter } from '../../src/render/draw.ts';
import { TURNS_TO_EXACT } from '../../src/render/hold.ts';
import { ScriptKernel } from '../../src/render/kernel.ts';
import { HALVES, type MaskGlyphs, OCTANTS, QUADRANTS, SEXTANTS } from '../../src/render/mask-glyphs.ts';
import { ScreenEncoder } from '../../src/render/screen-encoder.ts';
import { appearances, Emulator } from './emulator.ts';
import { frameOf, noisy } from './film.ts';
import { all, randomFrame, samplesOf, wantedSamples } from './pictures.ts';
import { seeded } from './random-grid.ts';

const exactly = { mirrored: false, shown: undefined, tolerance: 0, turn: 0 };

const SOLID: [CellRenderer, MaskGlyphs][] = [
  ['half', HALVES],
  ['quadrant', QUADRANTS],
  ['sextant', SEXTANTS],
  ['octant', OCTANTS],
];
const KINDS = CELL_RENDERERS.flatMap((renderer) => COLOR_DEPTHS.map((depth) => [renderer, depth] as const));

const painterOf = (renderer: CellRenderer, depth: ColorDepth = 'truecolor'): CellPainter =>
  cellPainter({ renderer, depth, kernel: new ScriptKernel() });

const glyphsOf = (grid: Grid): string => Array.from(grid.glyph, textOf).join('');

/** Squared distance of two colours, weighted as the painter does. */
const distance = (one: number, other: number): number =>
  [16, 8, 0]
    .map((shift) => (((one >> shift) & 0xff) - ((other >> shift) & 0xff)) ** 2)
    .reduce((sum, square, channel) => sum + square * [0.5, 1, 0.25][channel]!, 0);

const deviation = (wanted: number[], shown: number[]): number =>
  Math.sqrt(wanted.reduce((sum, color, at) => sum + distance(color, shown[at]!), 0) / wanted.length);

describe.each(SOLID)('%s', (renderer, glyphs) => {
  const { across, down } = glyphs;

  test('shows a cell of two colours exactly, whatever their shape', () => {
    const masks = Array.from(glyphs.glyphs, (glyph) => glyphs.maskOf(glyph)).filter((mask) => mask >= 0);
    const colors = [
      [250, 240, 10],
      [10, 60, 200],
    ];
    for (const mask of masks) {
      const frame = frameOf(across, down, (x, y) => colors[(mask >> (y * across + x)) & 1]!);
      const grid = new Grid(1, 1);
      painterOf(renderer).draw(frame, grid, all(grid), exactly);
      expect(samplesOf(grid, 0, glyphs), `mask ${mask}`).toEqual(wantedSamples(frame, grid, 0, glyphs));
    }
  });

  test('stays within its place, and mirrors', () => {
    const grid = new Grid(5, 4);
    const place = { column: 1, row: 1, columns: 3, rows: 2 };
    const painter = painterOf(renderer);
    const frame = frameOf(3 * across, 2 * down, (x, y) => [
      Math.floor(x / across) * 50,
      Math.floor(y / down) * 90,
      7,
    ]);
    painter.draw(frame, grid, place, exactly);
    const painted = Array.from(grid.style, (style) => (style === Style.picture ? 'x' : '.')).join('');
    expect(painted).toBe(['.....', '.xxx.', '.xxx.', '.....'].join(''));
    expect(grid.background[6]).toBe(rgbColor(0, 0, 7));
    expect(grid.background[13]).toBe(rgbColor(100, 90, 7));
    painter.draw(frame, grid, place, { ...exactly, mirrored: true });
    expect(grid.background[6]).toBe(rgbColor(100, 0, 7));
    expect(grid.background[13]).toBe(rgbColor(0, 90, 7));
  });

  test('is near the best two colours that there are', () => {
    const frame = randomFrame(seeded(2), 16 * across, 8 * down);
    const grid = new Grid(16, 8);
    painterOf(renderer).draw(frame, grid, all(grid), exactly);
    let [found, best] = [0, 0];
    for (let cell = 0; cell < grid.glyph.length; cell++) {
      const wanted = wantedSamples(frame, grid, cell, glyphs);
      const shown = samplesOf(grid, cell, glyphs)!;
      found += wanted.reduce((sum, color, at) => sum + distance(color, shown[at]!), 0);
      best += leastError(wanted, glyphs);
    }
    expect(found / best).toBeLessThan(1.25);
  });
});

/** The slow way: every mask, with the mean colours of both parts. */
function leastError(wanted: number[], { glyphs, maskOf }: MaskGlyphs): number {
  const errors = Array.from(glyphs, maskOf)
    .filter((mask) => mask >= 0)
    .map((mask) => {
      const parts = [0, 1].map((part) => wanted.filter((_, at) => ((mask >> at) & 1) === part));
      return parts.reduce((sum, part) => sum + spreadOf(part), 0);
    });
  return Math.min(...errors);
}

function spreadOf(colors: number[]): number {
  const mean = [16, 8, 0]
    .map((shift) => colors.reduce((sum, color) => sum + ((color >> shift) & 0xff), 0) / colors.length)
    .map(Math.round);
  const middle = (mean[0]! << 16) | (mean[1]! << 8) | mean[2]!;
  return colors.reduce((sum, color) => sum + distance(color, middle), 0);
}

describe('scaling', () => {
  test('a frame of another size is averaged into the place', () => {
    const grid = new Grid(2, 1);
    const frame = frameOf(8, 8, (x, y) => [x < 4 ? 10 : 20, y < 4 ? 30 : 40, x % 2 ? 0 : 100]);
    painterOf('quadrant').draw(frame, grid, all(grid), exactly);
    const look = [0, 1].map((cell) => samplesOf(grid, cell, QUADRANTS));
    const [low, high] = [(10 << 16) | (30 << 8) | 50, (10 << 16) | (40 << 8) | 50];
    expect(look[0]).toEqual([low, low, high, high]);
    expect(look[1]).toEqual([low, low, high, high].map((color) => color + (10 << 16)));
  });

  test('a frame that is off by less than a cell is not blurred', () => {
    const stripes = frameOf(8, 14, (_, y) => (y % 2 ? [0, 0, 0] : [200, 200, 200]));
    const grid = new Grid(4, 4);
    painterOf('octant').draw(stripes, grid, all(grid), exactly);
    expect(new Set(samplesOf(grid, 0, OCTANTS))).toEqual(new Set([0, 0xc8c8c8]));
    expect(new Set(samplesOf(grid, 8, OCTANTS))).toEqual(new Set([0, 0xc8c8c8]));
  });

  test.each(KINDS)('no size makes %s in %s fail', (renderer, depth) => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(size, size, size, size, fc.boolean(), (width, height, columns, rows, mirrored) => {
        const grid = new Grid(columns, rows);
        const frame = frameOf(width, height, () => [255, 255, 255]);
        painterOf(renderer, depth).draw(frame, grid, all(grid), { ...exactly, mirrored });
        expect(new Set(grid.style)).toEqual(new Set([Style.picture]));
        if (depth !== 'truecolor') return;
        expect(new Set(grid.glyph).size).toBe(1);
        expect(new Set(grid.background).size).toBe(1);
        expect(new Set(grid.foreground).size).toBe(1);
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    [1, 1],
    [1, 65535],
    [65535, 1],
    [3, 7],
  ])('a picture of %d x %d', (width, height) => {
    const frame = frameOf(width, height, () => [120, 130, 140]);
    for (const [renderer] of SOLID) {
      const grid = new Grid(7, 5);
      painterOf(renderer).draw(frame, grid, all(grid), exactly);
      expect(new Set(grid.background)).toEqual(new Set([rgbColor(120, 130, 140)]));
    }
  });
});

/** A still picture with edges and slopes. */
const still = frameOf(40, 60, (x, y) => [60 + 2 * x, (x + y) % 9 < 4 ? 60 + y : 140, 120]);
const COLUMNS = 20;
const ROWS = 15;
/** Two seconds. */
const TURNS = 60;

/** Frames on their way to a terminal, as a call paints them. */
class Stream {
  readonly encoder: ScreenEncoder;
  readonly #painter: CellPainter;
  readonly #grid = new Grid(COLUMNS, ROWS);
  readonly #tolerance: number;
  #turn = 0;

  constructor({
    renderer,
    depth,
    tolerance,
  }: {
    renderer: CellRenderer;
    depth: ColorDepth;
    tolerance: number;
  }) {
    this.encoder = new ScreenEncoder(depth, tolerance > 0 ? undefined : 0);
    this.#painter = painterOf(renderer, depth);
    this.#tolerance = tolerance;
  }

  paint(frame: RgbFrame): Uint8Array {
    const options = {
      mirrored: false,
      shown: this.encoder.shown,
      tolerance: this.#tolerance,
      turn: this.#turn++,
    };
    this.#painter.draw(frame, this.#grid, all(this.#grid), options);
    return this.encoder.encode(this.#grid, undefined);
  }
}

const isSquare = (x: number, y: number): boolean => x >= 0 && x < 9 && y > 5 && y < 10;

describe('over time', () => {
  test.each(KINDS)('%s in %s: a terminal shows what it should after any frames', async (renderer, depth) => {
    const random = seeded(3);
    const emulator = new Emulator(COLUMNS, ROWS);
    const stream = new Stream({ renderer, depth, tolerance: 3 });
    for (let round = 0; round < 12; round++) {
      const frame = round % 3 ? noisy(random, still, 3 * round) : randomFrame(random, 40, 60);
      await emulator.write(stream.paint({ ...frame }));
      expect(emulator.appearances()).toEqual(appearances(stream.encoder.shown));
    }
    const repainted = new Emulator(COLUMNS, ROWS);
    await repainted.write(new ScreenEncoder(depth, 0).encode(stream.encoder.shown, undefined));
    expect(emulator.appearances()).toEqual(repainted.appearances());
    for (const each of [emulator, repainted]) each.dispose();
  });

  test.each(KINDS)(
    '%s in %s: exactly, differences come to the same as a full repaint',
    async (renderer, depth) => {
      const random = seeded(4);
      const [changed, repainted] = [new Emulator(COLUMNS, ROWS), new Emulator(COLUMNS, ROWS)];
      const stream = new Stream({ renderer, depth, tolerance: 0 });
      for (let round = 0; round < 6; round++) {
        const frame = noisy(random, still, round);
        await changed.write(stream.paint(frame));
        await repainted.write(new Stream({ renderer, depth, tolerance: 0 }).paint(frame));
        expect(changed.appearances()).toEqual(repainted.appearances());
      }
      changed.dispose();
      repainted.dispose();
    },
  );

  test.each(KINDS)(
    '%s in %s: a still picture becomes exact in 2 s, then costs nothing',
    (renderer, depth) => {
      const random = seeded(5);
      const stream = new Stream({ renderer, depth, tolerance: 5 });
      const exact = new Stream({ renderer, depth, tolerance: 0 });
      for (let turn = 0; turn < 20; turn++) stream.paint(noisy(random, still, 4));
      for (let turn = 0; turn < TURNS; turn++) stream.paint({ ...still });
      exact.paint(still);
      expect(appearances(stream.encoder.shown)).toEqual(appearances(exact.encoder.shown));
      expect(stream.paint({ ...still })).toHaveLength(0);
    },
  );

  test.each(SOLID)('%s: noise costs a small part of a repaint', (renderer) => {
    const random = seeded(6);
    const stream = new Stream({ renderer, depth: 'truecolor', tolerance: 1.5 });
    const lengths = Array.from({ length: 60 }, () => stream.paint(noisy(random, still, 5)).length);
    expect(Math.max(...lengths.slice(30))).toBeLessThan(lengths[0]! / 10);
  });

  test.each(SOLID)('%s: what moves is followed through the noise', (renderer, glyphs) => {
    const random = seeded(7);
    const stream = new Stream({ renderer, depth: 'truecolor', tolerance: 1.5 });
    const grid = new Grid(COLUMNS, ROWS);
    const { across, down } = glyphs;
    const square = (turn: number): RgbFrame =>
      frameOf(COLUMNS * across, ROWS * down, (x, y) =>
        isSquare(x - turn, y / down) ? [220, 200, 180] : [60, 80, 100],
      );
    for (let turn = 0; turn < 30; turn++) {
      const frame = square(turn);
      stream.paint(noisy(random, frame, 4));
      painterOf(renderer).draw(frame, grid, all(grid), exactly);
      for (let cell = 0; cell < grid.glyph.length; cell++) {
        const wanted = wantedSamples(frame, grid, cell, glyphs);
        const best = deviation(wanted, samplesOf(grid, cell, glyphs)!);
        const shown = deviation(wanted, samplesOf(stream.encoder.shown, cell, glyphs)!);
        expect(shown, `turn ${turn}, cell ${cell}`).toBeLessThan(best + 12);
      }
    }
  });

  test('each cell has its turn twice in 2 s', () => {
    expect(2 * TURNS_TO_EXACT).toBeLessThanOrEqual(TURNS);
  });
});

test('braille shows the colour of most samples between its dots, and a little of theirs', () => {
  const grid = new Grid(1, 1);
  const frame = frameOf(2, 4, (_, y) => (y === 3 ? [10, 20, 30] : [200, 210, 220]));
  painterOf('braille').draw(frame, grid, all(grid), exactly);
  expect(glyphsOf(grid)).toBe('⣀');
  expect(grid.foreground[0]).toBe(rgbColor(10, 20, 30));
  expect(grid.background[0]).toBe(rgbColor(178, 188, 198));
});

describe('ascii without colours', () => {
  const ramp = frameOf(10, 1, (x) => [x * 18, x * 18, x * 18]);
  const draw = (painter: CellPainter, options = exactly): string => {
    const grid = new Grid(10, 1);
    painter.draw(ramp, grid, all(grid), options);
    return glyphsOf(grid);
  };

  test('more light, more ink', () => {
    expect(draw(painterOf('ascii', 'mono'))).toBe(' .:-=+*#%@');
    expect(draw(painterOf('ascii', 'mono'), { ...exactly, mirrored: true })).toBe('@%#*+=-:. ');
  });

  test('what is light has the fullest letter', () => {
    const grid = new Grid(2, 1);
    painterOf('ascii', 'mono').draw(
      frameOf(2, 1, (x) => (x ? [255, 255, 255] : [162, 162, 162])),
      grid,
      all(grid),
      exactly,
    );
    expect(glyphsOf(grid)).toBe('@@');
  });

  test('keeps its glyph within the tolerance', () => {
    const painter = painterOf('ascii', 'mono');
    const grid = new Grid(1, 1);
    const look = (grey: number, shown: Grid | undefined): string => {
      const options = { ...exactly, shown, tolerance: 5, turn: 1 };
      painter.draw(
        frameOf(1, 1, () => [grey, grey, grey]),
        grid,
        all(grid),
        options,
      );
      return glyphsOf(grid);
    };
    expect(look(16, undefined)).toBe(' ');
    const shown = new Grid(1, 1);
    shown.copy(grid);
    expect([20, 22, 23].map((grey) => look(grey, shown))).toEqual([' ', ' ', '.']);
  });
});
