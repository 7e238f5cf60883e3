import { SPACE } from '../base/grid.ts';
import { glyphTable } from './glyph-table.ts';

/**
 * Glyphs that cut a cell into `across` x `down` samples. Bit 0 of a mask is the upper left sample, bit 1 the one to its
 * right, and so on row by row; set bits are ink (foreground), the others paper (background).
 *
 *     quadrants   sextants   octants, braille
 *        0 1         0 1           0 1
 *        2 3         2 3           2 3
 *                    4 5           4 5
 *                                  6 7
 */
export interface MaskGlyphs {
  readonly across: number;
  readonly down: number;
  /** Blocks fill their samples; of dots much is paper; letters have numbers for masks (`LETTERS`). */
  readonly kind: 'blocks' | 'dots' | 'letters';
  /** The glyph of each mask. */
  readonly glyphs: Uint32Array;
  /** The mask of a glyph, -1 for any that is not of this set. */
  readonly maskOf: (glyph: number) => number;
}

export const FULL_BLOCK = 0x2588;

/** U+2596-259F and the older halves of the Block Elements, by mask. */
const QUADRANT_GLYPHS = [
  SPACE,
  0x2598,
  0x259d,
  0x2580,
  0x2596,
  0x258c,
  0x259e,
  0x259b,
  0x2597,
  0x259a,
  0x2590,
  0x259c,
  0x2584,
  0x2599,
  0x259f,
  FULL_BLOCK,
] as const;

const FIRST_SEXTANT = 0x1fb00;
/** What sextants would repeat: the left and the right half block. */
const OLDER_SEXTANTS = new Map([
  [0b000000, SPACE],
  [0b010101, 0x258c],
  [0b101010, 0x2590],
  [0b111111, FULL_BLOCK],
]);

const FIRST_OCTANT = 0x1cd00;
/** What octants would repeat, but for the quadrants: quarters of a cell that Unicode had before, or put elsewhere. */
const OLDER_OCTANTS = [
  [0b00000001, 0x1cea8],
  [0b00000010, 0x1ceab],
  [0b00000011, 0x1fb82],
  [0b00010100, 0x1fbe6],
  [0b00101000, 0x1fbe7],
  [0b00111111, 0x1fb85],
  [0b01000000, 0x1cea3],
  [0b10000000, 0x1cea0],
  [0b11000000, 0x2582],
  [0b11111100, 0x2586],
] as const;

const FIRST_BRAILLE = 0x2800;
/** Bits of a braille pattern: dots 1-3 and 7 go down the left side, 4-6 and 8 down the right. */
const BRAILLE_BITS = [0, 3, 1, 4, 2, 5, 6, 7] as const;

/** A quadrant as octants: each of its samples is two, one above the other. */
const asOctants = (quadrants: number): number => (quadrants & 3) * 0b101 + (quadrants >> 2) * 0b1010000;

/** Unicode gives new code points in the order of the masks, to those that have none yet (16.0, chapter 22.7). */
function newInOrder(count: number, first: number, older: ReadonlyMap<number, number>): number[] {
  let next = first;
  return Array.from({ length: count }, (_, mask) => older.get(mask) ?? next++);
}

const octantGlyphs = (): number[] =>
  newInOrder(
    256,
    FIRST_OCTANT,
    new Map([...QUADRANT_GLYPHS.map((glyph, mask) => [asOctants(mask), glyph] as const), ...OLDER_OCTANTS]),
  );

const brailleOf = (mask: number): number =>
  BRAILLE_BITS.reduce((glyph, dot, bit) => glyph | (((mask >> bit) & 1) << dot), FIRST_BRAILLE);

/** An empty braille pattern has the same look as a space, and is longer. */
const brailleGlyphs = (): number[] =>
  Array.from({ length: 256 }, (_, mask) => (mask === 0 ? SPACE : brailleOf(mask)));

function maskGlyphs(down: number, glyphs: readonly number[], isUsed = (_mask: number) => true): MaskGlyphs {
  const maskOf = glyphTable(glyphs.map((glyph, mask) => [glyph, isUsed(mask) ? mask : -1]));
  const kind = glyphs.includes(FULL_BLOCK) ? 'blocks' : 'dots';
  return { across: 2, down, kind, glyphs: Uint32Array.from(glyphs), maskOf };
}

/** None, one or both of two halves, side by side or one above the other: where the two of a row or of a column agree. */
const isOfHalves = (mask: number): boolean => ((mask & 3) % 3 === 0 ? (mask >> 2) % 3 === 0 : mask % 5 === 0);

export const HALVES = maskGlyphs(2, QUADRANT_GLYPHS, isOfHalves);
export const QUADRANTS = maskGlyphs(2, QUADRANT_GLYPHS);
export const SEXTANTS = maskGlyphs(3, newInOrder(64, FIRST_SEXTANT, OLDER_SEXTANTS));
export const OCTANTS = maskGlyphs(4, octantGlyphs());
export const BRAILLE = maskGlyphs(4, brailleGlyphs());

/** What `inkOf` counts in: samples of all sets are whole numbers of it. */
export const WHOLE_CELL = 24;

const setBits = (mask: number): number => (mask === 0 ? 0 : 1 + setBits(mask & (mask - 1)));

/** How much of a cell is ink, in parts of `WHOLE_CELL`; -1 for a glyph that is none of these. Dots count as what they stand for. */
export const inkOf = glyphTable(
  [SEXTANTS, OCTANTS, BRAILLE].flatMap(({ glyphs }) =>
    Array.from(glyphs, (glyph, mask): [number, number] => [
      glyph,
      (setBits(mask) * WHOLE_CELL) / Math.log2(glyphs.length),
    ]),
  ),
);

/** Dots leave much of a cell to the paper, so the colour of most samples, of eight, is to be the paper's. */
export function isMostlyInk(mask: number): boolean {
  let inked = 0;
  for (let rest = mask; rest; rest &= rest - 1) inked++;
  return inked > 4;
}

/** Only those of solid glyphs: the dots of braille do not fill their samples. */
const findComplement = glyphTable(
  [SEXTANTS, OCTANTS].flatMap(({ glyphs }) =>
    Array.from(glyphs, (glyph, mask): [number, number] => [glyph, glyphs[glyphs.length - 1 - mask]!]),
  ),
);

/** Whether a glyph is one of these: then it is one cell wide, whatever a terminal thinks of its neighbours in Unicode. */
export const isMaskGlyph = (glyph: number): boolean =>
  findComplement(glyph) >= 0 || BRAILLE.maskOf(glyph) >= 0;

/** The glyph whose ink is where that of another is not: with the colours swapped it looks the same. Else undefined. */
export function complementOf(glyph: number): number | undefined {
  const complement = findComplement(glyph);
  return complement < 0 ? undefined : complement;
}
