import {
  CONTINUATION,
  type Grid,
  intern,
  paletteColor,
  rgbColor,
  SPACE,
  Style,
} from '../../src/base/grid.ts';

/** Numbers in [0, 1) that are the same in each run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NARROW = ['a', 'Z', '~', 'é', 'ß', '│', '…', '█', '▀', '▄', ' ', ' ', ' '].map(intern);
const PICTURE = ['▀', '▀', '▄', '█', 'a', 'Z', ' '].map(intern);
const WIDE = ['漢', '字', '한'].map(intern);

export const below = (random: () => number, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: () => number, from: readonly T[]): T => from[below(random, from.length)]!;

export function randomColor(random: () => number): number {
  const kind = below(random, 4);
  if (kind === 0) return 0;
  if (kind === 1) return paletteColor(below(random, 256));
  // Few levels, so that colours are often equal or near.
  const level = (): number => below(random, 6) * 3 + 100;
  return rgbColor(level(), level(), level());
}

/** Changes `changes` random cells, in places with whole wide glyphs and with halves of them. */
export function scribble(grid: Grid, random: () => number, changes: number): void {
  for (let change = 0; change < changes; change++) {
    const cell = below(random, grid.glyph.length);
    paint(grid, random, cell);
    const lastColumn = (cell + 1) % grid.columns === 0;
    if (random() < 0.15) grid.glyph[cell] = pick(random, WIDE);
    if (random() < 0.15 && !lastColumn) {
      paint(grid, random, cell + 1);
      grid.glyph[cell] = pick(random, WIDE);
      grid.glyph[cell + 1] = CONTINUATION;
    }
    if (random() < 0.03) grid.glyph[cell] = CONTINUATION;
  }
}

function paint(grid: Grid, random: () => number, cell: number): void {
  const picture = random() < 0.4;
  grid.glyph[cell] = picture ? pick(random, PICTURE) : pick(random, NARROW);
  grid.foreground[cell] = randomColor(random);
  grid.background[cell] = randomColor(random);
  grid.style[cell] = picture ? Style.picture : random() < 0.5 ? 0 : below(random, 32);
}

/** The grid with a space wherever half of a wide glyph stands alone. */
export function withoutTornGlyphs(grid: Grid): Grid {
  const isWide = (cell: number): boolean => WIDE.includes(grid.glyph[cell]!);
  const whole = (cell: number): boolean =>
    isWide(cell) && grid.glyph[cell + 1] === CONTINUATION && (cell + 1) % grid.columns !== 0;
  const torn = Array.from(grid.glyph, (glyph, cell) =>
    glyph === CONTINUATION ? !(cell % grid.columns > 0 && whole(cell - 1)) : isWide(cell) && !whole(cell),
  );
  for (const [cell, isTorn] of torn.entries()) if (isTorn) grid.glyph[cell] = SPACE;
  return grid;
}
