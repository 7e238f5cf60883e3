import { DEFAULT_COLOR, SPACE } from '../base/grid.ts';
import { isNear, mean } from './color.ts';
import { complementOf, FULL_BLOCK, isMaskGlyph } from './mask-glyphs.ts';

/** What a cell of a picture shows: a glyph in two colours. */
export interface Look {
  glyph: number;
  ink: number;
  paper: number;
}

/** Whether a full block may stand for a blank; blanks among letters have no ink. */
export const isOfBlocks = ({ glyph, ink }: { glyph: number; ink: number }): boolean =>
  isMaskGlyph(glyph) && ink !== DEFAULT_COLOR;

/** The same look with the colour of a space or a full block as both colours. */
export function normal(look: Look): Look {
  const { glyph, ink, paper } = look;
  if (glyph === SPACE) return { glyph, ink: paper, paper };
  return glyph === FULL_BLOCK ? { glyph: SPACE, ink, paper: ink } : look;
}

/**
 * Whether two normal looks differ in no part of the cell by more than `tolerance`. Looks with different shapes do, unless
 * one of them is a single colour.
 */
export function isAlike(one: Look, other: Look, tolerance: number): boolean {
  const swapped = one.glyph !== other.glyph && complementOf(one.glyph) === other.glyph;
  const comparable = swapped || one.glyph === other.glyph || one.glyph === SPACE || other.glyph === SPACE;
  return (
    comparable &&
    isNear(one.ink, swapped ? other.paper : other.ink, tolerance) &&
    isNear(one.paper, swapped ? other.ink : other.paper, tolerance)
  );
}

/** How a look may be changed. */
export interface Leeway {
  /** How far off colours may be, by `colorDistance`. */
  tolerance: number;
  hasBlocks: boolean;
}

/** A normal look, or one near to it, in the way that needs the fewest new colours for the pen. */
export function cheapest(look: Look, pen: { foreground: number; background: number }, leeway: Leeway): Look {
  const { glyph, ink, paper } = look;
  const { tolerance } = leeway;
  if (isNear(ink, paper, tolerance)) return flat(ink === paper ? ink : mean(ink, paper), pen, leeway);
  const { foreground, background } = pen;
  const keepsInk = isNear(foreground, ink, tolerance);
  const keepsPaper = isNear(background, paper, tolerance);
  const complement = complementOf(glyph);
  const direct = { glyph, ink: keepsInk ? foreground : ink, paper: keepsPaper ? background : paper };
  if (complement === undefined || (keepsInk && keepsPaper)) return direct;
  const inkToPaper = isNear(background, ink, tolerance);
  const paperToInk = isNear(foreground, paper, tolerance);
  const kept = Number(keepsInk) + Number(keepsPaper);
  if (Number(inkToPaper) + Number(paperToInk) <= kept) return direct;
  return {
    glyph: complement,
    ink: paperToInk ? foreground : paper,
    paper: inkToPaper ? background : ink,
  };
}

function flat(
  color: number,
  pen: { foreground: number; background: number },
  { tolerance, hasBlocks }: Leeway,
): Look {
  const { foreground, background } = pen;
  if (isNear(background, color, tolerance)) return { glyph: SPACE, ink: foreground, paper: background };
  if (hasBlocks && isNear(foreground, color, tolerance))
    return { glyph: FULL_BLOCK, ink: foreground, paper: background };
  return { glyph: SPACE, ink: foreground, paper: color };
}
