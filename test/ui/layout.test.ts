import { describe, expect, it } from 'vitest';
import type { Rect } from '../../src/base/grid.ts';
import { COMFORTABLE, layOut, SMALLEST } from '../../src/ui/layout.ts';
import type { Contents, Layout } from '../../src/ui/layout.ts';

const everything: Contents = { mode: 'auto', inset: true, chat: true, stats: true, banner: false };
const flags = [true, false];
const wishes: Contents[] = (['auto', 'full', 'side'] as const).flatMap((mode) =>
  flags.flatMap((inset) =>
    flags.flatMap((chat) =>
      flags.flatMap((stats) => flags.map((banner) => ({ mode, inset, chat, stats, banner }))),
    ),
  ),
);

const overlap = (a: Rect, b: Rect): boolean =>
  a.column < b.column + b.columns &&
  b.column < a.column + a.columns &&
  a.row < b.row + b.rows &&
  b.row < a.row + a.rows;

const partsOf = (layout: Layout): Array<[string, Rect]> =>
  Object.entries(layout).filter((entry): entry is [string, Rect] => typeof entry[1] === 'object');

/** What is wrong with a layout, in words; empty when all is well. */
function faults(layout: Layout, columns: number, rows: number): string[] {
  const parts = partsOf(layout);
  const outside = parts
    .filter(([, { column, row, ...size }]) => {
      const empty = size.columns < 1 || size.rows < 1;
      return empty || column < 0 || row < 0 || column + size.columns > columns || row + size.rows > rows;
    })
    .map(([name]) => `${name} is empty or outside`);
  const covered = parts.flatMap(([name, rect], index) =>
    parts
      .slice(index + 1)
      .filter(([other, otherRect]) => overlap(rect, otherRect) && !(layout.overlaid && mayCover(name, other)))
      .map(([other]) => `${name} overlaps ${other}`),
  );
  return [...outside, ...covered];
}

const mayCover = (name: string, other: string): boolean =>
  [name, other].includes('picture') && !['status', 'inset'].includes(name === 'picture' ? other : name);

describe('layOut', () => {
  it('keeps every part inside and apart from the others, at every size up to 300x80', () => {
    for (let columns = SMALLEST.columns; columns <= 300; columns++) {
      for (let rows = SMALLEST.rows; rows <= 80; rows++) {
        const contents = wishes[(columns * 31 + rows * 7) % wishes.length]!;
        for (const wish of [everything, contents]) {
          const wrong = faults(layOut(columns, rows, wish), columns, rows);
          if (wrong.length > 0) expect(wrong, `${columns}x${rows} ${JSON.stringify(wish)}`).toEqual([]);
        }
      }
    }
  });

  it('does so for every wish at the sizes people have', () => {
    for (const [columns, rows] of [
      [24, 6],
      [60, 18],
      [80, 24],
      [80, 50],
      [100, 30],
      [110, 60],
      [120, 40],
      [160, 45],
      [211, 55],
      [300, 80],
    ] as const) {
      for (const wish of wishes) {
        expect(
          faults(layOut(columns, rows, wish), columns, rows),
          `${columns}x${rows} ${JSON.stringify(wish)}`,
        ).toEqual([]);
      }
    }
  });

  it('gives the last row to the status line, always', () => {
    for (const wish of wishes) {
      expect(layOut(90, 30, wish).status).toEqual({ column: 0, row: 29, columns: 90, rows: 1 });
    }
  });

  it('shows the panels that are wanted wherever there is room', () => {
    for (let columns = COMFORTABLE.columns; columns <= 300; columns += 7) {
      for (let rows = COMFORTABLE.rows; rows <= 80; rows += 3) {
        const { chat, stats } = layOut(columns, rows, everything);
        expect([columns, rows, chat !== undefined, stats !== undefined]).toEqual([columns, rows, true, true]);
      }
    }
  });

  it.each([
    [59, 40],
    [120, 17],
  ])('shows nothing but the picture at %ix%i', (columns, rows) => {
    const { picture, status: _, ...others } = layOut(columns, rows, everything);
    expect(picture).toEqual({ column: 0, row: 0, columns, rows: rows - 1 });
    expect(Object.values(others).filter(Boolean)).toEqual([]);
  });

  it('puts a column beside the picture on a wide screen, and a strip under it on a high one', () => {
    expect(layOut(160, 45, everything).chat).toMatchObject({ column: 128, columns: 32 });
    expect(layOut(80, 24, everything).chat).toMatchObject({ column: 0, row: 15 });
    expect(layOut(120, 60, everything).chat).toMatchObject({ column: 0 });
  });

  it('gives the column what the picture cannot use', () => {
    const { picture, chat } = layOut(240, 45, everything);
    expect(picture).toMatchObject({ columns: 156, rows: 44 });
    expect(chat).toMatchObject({ columns: 83 });
  });

  it.each([
    [160, 46, 26, 'the last minute below the figures'],
    [160, 45, 26, 'the same: the chat keeps eight'],
    [160, 44, 20, 'the figures: the chat needs the rest'],
    [240, 45, 20, 'the last minute beside the figures'],
    [120, 40, 9, 'a part of the figures'],
  ])('at %ix%i gives the stats %i rows, for %s', (columns, rows, statsRows) => {
    expect(layOut(columns, rows, everything).stats).toMatchObject({ rows: statsRows });
  });

  it('lets the picture have the whole stage in the full layout', () => {
    expect(layOut(100, 30, { ...everything, mode: 'full' })).toMatchObject({
      picture: { columns: 100, rows: 29 },
      overlaid: true,
    });
  });

  it('puts the column at the side from 80 columns on when that is asked for', () => {
    expect(layOut(90, 40, { ...everything, mode: 'side' }).chat).toMatchObject({ column: 60 });
    expect(layOut(90, 40, everything).chat).toMatchObject({ column: 0 });
  });
});
