import { DEFAULT_COLOR, type Grid, isRgbColor, rgbColor, SPACE, Style } from '../base/grid.ts';
import { colorDistance } from './color.ts';
import { keep } from './draw.ts';
import { LETTER_INKS, LETTERS } from './letters.ts';
import { isOfBlocks } from './look.ts';
import { inkOf, WHOLE_CELL } from './mask-glyphs.ts';

/** A cell in two new colours takes about so many bytes; one that begins a run of one colour so many, the others one. */
const FINE_BYTES = 35;
const RUN_BYTES = 20;
/** Cells of a row that share a colour. Twice the longest would be wider than a face. */
const RUNS = [2, 4] as const;
const LONGEST_RUN = 8;
/** Cells whose colours are nearer to each other than that, by `colorDistance`, may well be of one scene. */
const FOREIGN = 16;
const FARTHEST = 255;
const NONE = 0;

/**
 * After a cut, a slow line would show the new scene from the top down, and below it the old one for seconds. So when cells
 * of pictures that show quite another colour than they should would take more than `most` bytes, they share their mean
 * with neighbours in the row, as many as it takes, and all others stay as they are shown: the details come next. Cells are
 * shared only where that halves their error, so that it ends. Returns whether `next` was changed so.
 */
export function roughen(next: Grid, shown: Grid, most: number): boolean {
  const cells = next.glyph.length;
  if (cells * FINE_BYTES <= most || cells !== shown.glyph.length || next.columns !== shown.columns)
    return false;
  const errors = errorsOf(next, shown);
  const foreign = count(errors, (error) => error > FOREIGN);
  if (foreign * FINE_BYTES <= most) return false;
  const run = RUNS.find((each) => foreign * (RUN_BYTES / each + 1) <= most) ?? LONGEST_RUN;
  const shared = sharedColors(next, errors, run);
  if (count(shared, (color) => color !== NONE) * FINE_BYTES <= most) return false;
  put(next, shown, shared);
  return true;
}

/** How far off the mean colour of each cell is, at most `FARTHEST`; 0 for cells of no picture. */
function errorsOf(next: Grid, shown: Grid): Uint8Array {
  const errors = new Uint8Array(next.glyph.length);
  for (let cell = 0; cell < errors.length; cell++) {
    const wanted = meanOf(next, cell);
    if (wanted === undefined) continue;
    const there = meanOf(shown, cell);
    errors[cell] = there === undefined ? FARTHEST : colorDistance(wanted, there);
  }
  return errors;
}

/** For each cell the colour that it is to share with its neighbours, or `NONE`. */
function sharedColors(next: Grid, errors: Uint8Array, run: number): Uint32Array {
  const shared = new Uint32Array(errors.length);
  for (let row = 0; row < next.rows; row++) {
    const end = (row + 1) * next.columns;
    for (let from = end - next.columns; from < end; from += run)
      shareRun(next, { errors, shared, from, to: Math.min(from + run, end) });
  }
  return shared;
}

interface Run {
  errors: Uint8Array;
  shared: Uint32Array;
  from: number;
  to: number;
}

function shareRun(next: Grid, { errors, shared, from, to }: Run): void {
  const means: [cell: number, color: number][] = [];
  for (let cell = from; cell < to; cell++) {
    const color = errors[cell]! > FOREIGN ? meanOf(next, cell) : undefined;
    if (color !== undefined) means.push([cell, color]);
  }
  const mean = mixed(means.map(([, color]) => color));
  for (const [cell, color] of means) if (colorDistance(mean, color) * 2 <= errors[cell]!) shared[cell] = mean;
}

function put(next: Grid, shown: Grid, shared: Uint32Array): void {
  for (let cell = 0; cell < shared.length; cell++) {
    const color = shared[cell]!;
    if (color !== NONE) {
      const look = { glyph: next.glyph[cell]!, ink: next.foreground[cell]! };
      next.foreground[cell] = isOfBlocks(look) ? color : DEFAULT_COLOR;
      next.glyph[cell] = SPACE;
      next.background[cell] = color;
    } else if (meanOf(next, cell) !== undefined && meanOf(shown, cell) !== undefined) keep(next, shown, cell);
  }
}

/** The mean colour of a cell of a picture; undefined for all else, and where there are no colours of 24 bits. */
function meanOf({ glyph, foreground, background, style }: Grid, cell: number): number | undefined {
  const ink = partsOf(glyph[cell]!);
  const paper = background[cell]!;
  if (ink < 0 || style[cell] !== Style.picture || !isRgbColor(paper)) return undefined;
  if (ink === 0) return paper;
  return isRgbColor(foreground[cell]!) ? blended(foreground[cell]!, paper, ink) : undefined;
}

/** How much of a glyph is ink, in parts of `WHOLE_CELL`; -1 for one of no picture. */
function partsOf(glyph: number): number {
  const ink = inkOf(glyph);
  if (ink >= 0) return ink;
  const letter = LETTERS.maskOf(glyph);
  return letter < 0 ? letter : LETTER_INKS[letter]!.mean * WHOLE_CELL;
}

const blended = (one: number, other: number, parts: number): number =>
  rgbColor(
    blendedChannel((one >> 16) & 0xff, (other >> 16) & 0xff, parts),
    blendedChannel((one >> 8) & 0xff, (other >> 8) & 0xff, parts),
    blendedChannel(one & 0xff, other & 0xff, parts),
  );

const blendedChannel = (one: number, other: number, parts: number): number =>
  other + Math.round(((one - other) * parts) / WHOLE_CELL);

function mixed(colors: readonly number[]): number {
  const channel = (shift: number): number =>
    Math.round(colors.reduce((sum, color) => sum + ((color >> shift) & 0xff), 0) / colors.length);
  return rgbColor(channel(16), channel(8), channel(0));
}

const count = (values: Uint8Array | Uint32Array, isCounted: (value: number) => boolean): number => {
  let total = 0;
  for (let at = 0; at < values.length; at++) if (isCounted(values[at]!)) total++;
  return total;
};
