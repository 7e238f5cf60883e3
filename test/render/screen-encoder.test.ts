import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONTINUATION, Grid, intern, paletteColor, rgbColor, Style } from '../../src/base/grid.ts';
import type { ColorDepth } from '../../src/base/terminal.ts';
import { quantizerFor } from '../../src/render/color.ts';
import { ScreenEncoder } from '../../src/render/screen-encoder.ts';
import { appearances, Emulator } from './emulator.ts';
import { below, scribble, seeded, withoutTornGlyphs } from './random-grid.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll('\x1b', 'ESC');

const copyOf = (grid: Grid): Grid => {
  const copy = new Grid(grid.columns, grid.rows);
  copy.copy(grid);
  return copy;
};

/** An encoder that shows an empty screen, and that screen. */
function blank(columns: number, rows: number): { encoder: ScreenEncoder; grid: Grid } {
  const encoder = new ScreenEncoder('truecolor');
  const grid = new Grid(columns, rows);
  encoder.encode(grid, undefined);
  return { encoder, grid };
}

function put(
  grid: Grid,
  at: { column: number; row: number },
  glyphs: string,
  colors?: [number, number],
): void {
  for (const [index, glyph] of Array.from(glyphs).entries()) {
    const cell = at.row * grid.columns + at.column + index;
    grid.glyph[cell] = intern(glyph);
    grid.foreground[cell] = colors?.[0] ?? 0;
    grid.background[cell] = colors?.[1] ?? 0;
    grid.style[cell] = colors ? Style.picture : 0;
  }
}

const pictureAndText = (depth: ColorDepth): string => {
  const grid = new Grid(4, 1);
  put(grid, { column: 0, row: 0 }, '▀', [rgbColor(255, 0, 0), rgbColor(129, 128, 127)]);
  grid.style[1] = Style.bold;
  grid.glyph[1] = 0x78;
  return text(new ScreenEncoder(depth).encode(grid, undefined)).replace('ESC[mESC[2JESC[?25lESC[H', '');
};

describe('bytes', () => {
  test('the first screen is cleared and its cursor hidden', () => {
    const encoder = new ScreenEncoder('truecolor');
    const grid = new Grid(10, 2);
    put(grid, { column: 0, row: 0 }, 'hi');
    expect(text(encoder.encode(grid, undefined))).toBe('ESC[mESC[2JESC[?25lESC[Hhi');
  });

  test('nothing changed, nothing written', () => {
    const { encoder, grid } = blank(10, 2);
    put(grid, { column: 9, row: 1 }, 'x');
    encoder.encode(grid, { column: 3, row: 0 });
    expect(encoder.encode(grid, { column: 3, row: 0 })).toHaveLength(0);
  });

  test('the cursor takes the shortest way', () => {
    const { encoder, grid } = blank(200, 50);
    const write = (column: number, row: number): string => {
      put(grid, { column, row }, grid.glyph[row * 200 + column] === 0x78 ? 'y' : 'x');
      return text(encoder.encode(grid, undefined));
    };
    expect(write(5, 5)).toBe('ESC[6;6Hx');
    expect(write(6, 5)).toBe('x');
    expect(write(8, 5)).toBe(' x');
    expect(write(12, 5)).toBe('   x');
    expect(write(17, 5)).toBe('ESC[4Cx');
    expect(write(18, 6)).toBe('ESC[Bx');
    expect(write(19, 4)).toBe('ESC[2Ax');
    expect(write(0, 4)).toBe('\rx');
    expect(write(0, 7)).toBe('ESC[8Hx');
    expect(write(90, 30)).toBe('ESC[31;91Hx');
    expect(write(199, 30)).toBe('ESC[108Cx');
    expect(write(0, 31), 'after the last column the cursor is nowhere').toBe('ESC[32Hx');
    expect(write(0, 0)).toBe('ESC[Hx');
  });

  test('one sequence changes all that differs, and only that', () => {
    const { encoder, grid } = blank(10, 1);
    const cell = { column: 0, row: 0 };
    const write = (foreground: number, background: number, style: number): string => {
      put(grid, cell, 'x', [foreground, background]);
      grid.style[cell.column++] = style;
      return text(encoder.encode(grid, undefined));
    };
    expect(write(paletteColor(1), 0, Style.bold)).toBe('ESC[HESC[1;31mx');
    expect(write(paletteColor(9), paletteColor(8), Style.bold | Style.dim)).toBe('ESC[2;91;100mx');
    expect(write(paletteColor(9), rgbColor(1, 20, 255), Style.dim)).toBe('ESC[22;2;48;2;1;20;255mx');
    expect(write(paletteColor(99), 0, Style.underline)).toBe('ESC[22;4;38;5;99;49mx');
    expect(write(0, 0, Style.inverse | Style.italic)).toBe('ESC[24;3;7;39mx');
    expect(write(0, 0, 0)).toBe('ESC[mx');
  });

  test('half blocks swap, fill and reuse to save colours', () => {
    const { encoder, grid } = blank(10, 1);
    const [red, blue, nearlyBlue] = [rgbColor(200, 0, 0), rgbColor(0, 0, 200), rgbColor(2, 1, 198)];
    put(grid, { column: 0, row: 0 }, '▀', [red, blue]);
    put(grid, { column: 1, row: 0 }, '▀', [blue, red]);
    put(grid, { column: 2, row: 0 }, '▀', [nearlyBlue, blue]);
    put(grid, { column: 3, row: 0 }, '▀', [red, red]);
    put(grid, { column: 4, row: 0 }, '▀', [red, rgbColor(9, 9, 9)]);
    expect(text(encoder.encode(grid, undefined))).toBe(
      'ESC[HESC[38;2;200;0;0;48;2;0;0;200m▀▄ █ESC[48;2;9;9;9m▀',
    );
  });

  test('after a glyph whose width terminals disagree about, the next one is addressed', () => {
    const { encoder, grid } = blank(10, 1);
    grid.glyph.set([intern('漢'), CONTINUATION, 0x78, intern('e\u0301'), 0x79]);
    expect(text(encoder.encode(grid, undefined))).toBe('ESC[H漢ESC[1;3Hxe\u0301ESC[1;5Hy');
  });

  test('what looks the same is not written', () => {
    const { encoder, grid } = blank(10, 1);
    const [red, blue] = [rgbColor(200, 0, 0), rgbColor(0, 0, 200)];
    put(grid, { column: 0, row: 0 }, '▀', [red, blue]);
    encoder.encode(grid, undefined);
    put(grid, { column: 0, row: 0 }, '▄', [blue, red]);
    put(grid, { column: 5, row: 0 }, ' ', [red, 0]);
    expect(encoder.encode(grid, undefined)).toHaveLength(0);
  });

  test('256 colours and none', () => {
    expect(pictureAndText('256')).toBe('ESC[38;5;196;48;5;244m▀ESC[1;39;49mx');
    expect(pictureAndText('mono')).toBe('▀ESC[1mx');
  });

  test('control characters become spaces', () => {
    const { encoder, grid } = blank(10, 1);
    grid.glyph.set([0x1b, 0x07, 0x7f, 0x9b, 0x200b, 0xfeff, 0x0a]);
    expect(encoder.encode(grid, undefined)).toHaveLength(0);
  });

  test('the cursor is shown, moved and hidden', () => {
    const { encoder, grid } = blank(10, 3);
    expect(text(encoder.encode(grid, { column: 2, row: 1 }))).toBe('ESC[2;3HESC[?25h');
    expect(text(encoder.encode(grid, { column: 3, row: 1 }))).toBe('ESC[C');
    expect(text(encoder.encode(grid, undefined))).toBe('ESC[?25l');
  });

  test('after invalidate all is painted again', () => {
    const { encoder, grid } = blank(10, 1);
    put(grid, { column: 0, row: 0 }, 'abc');
    encoder.encode(grid, undefined);
    encoder.invalidate();
    expect(text(encoder.encode(grid, undefined))).toBe('ESC[mESC[2JESC[?25lESC[Habc');
  });
});

async function play(
  depth: ColorDepth,
  { seed, columns, rows, changes }: { seed: number; columns: number; rows: number; changes: number[] },
  check: (seen: { emulator: Emulator; encoder: ScreenEncoder; grid: Grid }) => void,
  reuseTolerance = 0,
): Promise<void> {
  const random = seeded(seed);
  const emulator = new Emulator(columns, rows);
  const encoder = new ScreenEncoder(depth, reuseTolerance);
  const grid = new Grid(columns, rows);
  for (const count of changes) {
    scribble(grid, random, count);
    const cursor = random() < 0.3 ? { column: below(random, columns), row: below(random, rows) } : undefined;
    await emulator.write(encoder.encode(grid, cursor));
    if (cursor) expect(emulator.cursor).toEqual(cursor);
    check({ emulator, encoder, grid });
  }
  expect(emulator.scrolled).toBe(0);
  emulator.dispose();
}

/** A picture has no wide glyphs. */
function withBlocksForPictures(grid: Grid): Grid {
  const copy = copyOf(grid);
  copy.style.forEach((style, cell) => {
    if (style & Style.picture) copy.glyph[cell] = 0x2580;
  });
  return copy;
}

describe('on an emulator', () => {
  const scenario = fc.record({
    seed: fc.integer(),
    columns: fc.integer({ min: 2, max: 24 }),
    rows: fc.integer({ min: 1, max: 6 }),
    changes: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 }),
  });

  test.each(['truecolor', '256', 'mono'] as const)(
    '%s: it shows the grid after any changes',
    async (depth) => {
      const quantize = quantizerFor(depth);
      await fc.assert(
        fc.asyncProperty(scenario, (steps) =>
          play(depth, steps, ({ emulator, grid }) => {
            const wanted = appearances(withoutTornGlyphs(copyOf(grid)), quantize);
            expect(emulator.appearances()).toEqual(wanted);
          }),
        ),
        { numRuns: 150 },
      );
    },
  );

  test('`shown` is what it shows, whatever was reused', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, (steps) =>
        play(
          'truecolor',
          steps,
          ({ emulator, encoder }) => expect(emulator.appearances()).toEqual(appearances(encoder.shown)),
          5,
        ),
      ),
      { numRuns: 150 },
    );
  });

  test('a change is what a full repaint gives', async () => {
    const random = seeded(7);
    const grid = new Grid(30, 8);
    const [changed, repainted] = [new Emulator(30, 8), new Emulator(30, 8)];
    const encoder = new ScreenEncoder('truecolor', 0);
    for (let round = 0; round < 30; round++) {
      scribble(grid, random, 20);
      await changed.write(encoder.encode(grid, undefined));
      await repainted.write(new ScreenEncoder('truecolor', 0).encode(grid, undefined));
      expect(changed.appearances()).toEqual(repainted.appearances());
    }
  });

  test('in little room text comes first, and the pictures come whole by and by', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.nat({ max: 200 }), async ({ seed, columns, rows, changes }, room) => {
        const random = seeded(seed);
        const emulator = new Emulator(columns, rows);
        const encoder = new ScreenEncoder('truecolor', 0);
        const scribbled = new Grid(columns, rows);
        for (const count of changes) {
          scribble(scribbled, random, count);
          const grid = withoutTornGlyphs(withBlocksForPictures(scribbled));
          await emulator.write(encoder.encode(grid, undefined, room));
          const isText = (_: unknown, cell: number): boolean => (grid.style[cell]! & Style.picture) === 0;
          const wanted = appearances(grid);
          expect(emulator.appearances().filter(isText)).toEqual(wanted.filter(isText));
          while (!encoder.isWhole) await emulator.write(encoder.encode(grid, undefined, room + 1));
          expect(emulator.appearances()).toEqual(wanted);
        }
        emulator.dispose();
      }),
      { numRuns: 150 },
    );
  });

  test('wide glyphs may come to stand anywhere, even over each other', async () => {
    const emulator = new Emulator(6, 1);
    const encoder = new ScreenEncoder('truecolor');
    const kanji = intern('漢');
    const screens = [
      [kanji, CONTINUATION, kanji, CONTINUATION, kanji, CONTINUATION],
      [0x61, kanji, CONTINUATION, kanji, CONTINUATION, 0x62],
      [kanji, CONTINUATION, kanji, CONTINUATION, kanji, CONTINUATION],
      [kanji, 0x61, kanji, CONTINUATION, CONTINUATION, kanji],
    ];
    for (const glyphs of screens) {
      const grid = new Grid(6, 1);
      grid.glyph.set(glyphs);
      await emulator.write(encoder.encode(grid, undefined));
      expect(emulator.appearances()).toEqual(appearances(withoutTornGlyphs(grid)));
    }
  });
});

describe('in little room', () => {
  const [COLUMNS, ROWS, ROOM] = [20, 10, 400];

  /** A film in which every cell changes with every frame. */
  function playFilm(frames: number): { pieces: Uint8Array[]; paintedAt: number[] } {
    const encoder = new ScreenEncoder('truecolor', 0);
    const grid = new Grid(COLUMNS, ROWS);
    const paintedAt = Array.from({ length: COLUMNS * ROWS }, () => 0);
    const pieces = Array.from({ length: frames }, (_, frame) => {
      grid.glyph.fill(0x2580);
      grid.style.fill(Style.picture);
      grid.foreground.forEach((__, cell) => (grid.foreground[cell] = rgbColor(frame, cell, 1)));
      grid.background.forEach((__, cell) => (grid.background[cell] = rgbColor(frame, cell, 200)));
      const piece = Uint8Array.from(encoder.encode(grid, undefined, ROOM));
      encoder.shown.foreground.forEach((color, cell) => {
        if (color === grid.foreground[cell]) paintedAt[cell] = frame;
      });
      return piece;
    });
    return { pieces, paintedAt };
  }

  test('a piece is no larger than that, but for one cell', () => {
    for (const { length } of playFilm(50).pieces) expect(length).toBeLessThan(ROOM + 60);
  });

  test('no cell is forgotten while others change all the time', () => {
    const piecesPerFrame = (COLUMNS * ROWS * 40) / ROOM;
    expect(Math.min(...playFilm(50).paintedAt)).toBeGreaterThan(50 - 2 * piecesPerFrame);
  });
});

test('a resize clears and paints all', async () => {
  const emulator = new Emulator(20, 5);
  const encoder = new ScreenEncoder('truecolor', 0);
  for (const [columns, rows] of [
    [20, 5],
    [12, 7],
    [33, 3],
  ] as const) {
    emulator.resize(columns, rows);
    encoder.resize(columns, rows);
    const grid = new Grid(columns, rows);
    scribble(grid, seeded(columns), 50);
    await emulator.write(encoder.encode(grid, undefined));
    expect(emulator.appearances()).toEqual(appearances(withoutTornGlyphs(grid)));
  }
});
