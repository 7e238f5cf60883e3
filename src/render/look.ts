import { DEFAULT_COLOR, SPACE } from '../base/grid.ts';
import { isNear, mean } from './color.ts';
import { complementOf, FULL_BLOCK, isMaskGlyph } from './mask-glyphs.ts';

/** What a cell of a picture shows: a glyph in two colours. There are many in a frame, so they are changed in place. */
export class Look {
  glyph = SPACE;
  ink = DEFAULT_COLOR;
  paper = DEFAULT_COLOR;

  become(glyph: number, ink: number, paper: number): void {
    this.glyph = glyph;
    this.ink = ink;
    this.paper = paper;
  }
}

/** Whether a full block may stand for a blank; blanks among letters have no ink. */
export const isOfBlocks = ({ glyph, ink }: { glyph: number; ink: number }): boolean =>
  isMaskGlyph(glyph) && ink !== DEFAULT_COLOR;

/** Gives a look the colour of its space or full block as both colours, which changes nothing that is seen. */
export function normalise(look: Look): void {
  if (look.glyph === SPACE) look.ink = look.paper;
  if (look.glyph === FULL_BLOCK) look.become(SPACE, look.ink, look.ink);
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

type Colors = Readonly<{ foreground: number; background: number }>;

/** How a look may be changed. */
export interface Leeway {
  /** How far off colours may be, by `colorDistance`. */
  tolerance: number;
  hasBlocks: boolean;
}

/** Makes a normal look one near to it, in the way that needs the fewest new colours for the pen. */
export function cheapen(look: Look, pen: Colors, leeway: Leeway): void {
  const { glyph, ink, paper } = look;
  const { tolerance } = leeway;
  if (isNear(ink, paper, tolerance)) return flatten(look, pen, leeway);
  const { foreground, background } = pen;
  const keepsInk = isNear(foreground, ink, tolerance);
  const keepsPaper = isNear(background, paper, tolerance);
  look.become(glyph, keepsInk ? foreground : ink, keepsPaper ? background : paper);
  const complement = complementOf(glyph);
  if (complement === undefined || (keepsInk && keepsPaper)) return;
  const inkToPaper = isNear(background, ink, tolerance);
  const paperToInk = isNear(foreground, paper, tolerance);
  const kept = Number(keepsInk) + Number(keepsPaper);
  if (Number(inkToPaper) + Number(paperToInk) > kept)
    look.become(complement, paperToInk ? foreground : paper, inkToPaper ? background : ink);
}

function flatten(look: Look, { foreground, background }: Colors, { tolerance, hasBlocks }: Leeway): void {
  const color = look.ink === look.paper ? look.ink : mean(look.ink, look.paper);
  if (isNear(background, color, tolerance)) look.become(SPACE, foreground, background);
  else if (hasBlocks && isNear(foreground, color, tolerance)) look.become(FULL_BLOCK, foreground, background);
  else look.become(SPACE, foreground, color);
}
