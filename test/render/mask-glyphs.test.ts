import { describe, expect, test } from 'vitest';
import {
  BRAILLE,
  complementOf,
  HALVES,
  isMaskGlyph,
  type MaskGlyphs,
  OCTANTS,
  QUADRANTS,
  SEXTANTS,
} from '../../src/render/mask-glyphs.ts';

/** The mask of positions as the names of Unicode count them: "BLOCK OCTANT-235". */
const positions = (digits: string): number =>
  Array.from(digits).reduce((mask, digit) => mask | (1 << (Number(digit) - 1)), 0);

const sets: [string, MaskGlyphs][] = Object.entries({ QUADRANTS, SEXTANTS, OCTANTS, BRAILLE });

test.each(sets)('%s has a glyph of its own for each mask', (_, { across, down, glyphs, maskOf }) => {
  expect(glyphs).toHaveLength(2 ** (across * down));
  expect(Array.from(glyphs, maskOf)).toEqual(Array.from(glyphs, (_glyph, mask) => mask));
  expect(maskOf(0x41)).toBe(-1);
});

describe('names of Unicode 16', () => {
  test.each([
    ['3', 0x1cd00],
    ['23', 0x1cd01],
    ['123', 0x1cd02],
    ['4', 0x1cd03],
    ['5', 0x1cd09],
    ['135', 0x1cd0d],
    ['12345', 0x1cd17],
    ['6', 0x1cd18],
    ['146', 0x1cd20],
    ['23456', 0x1cd35],
    ['17', 0x1cd36],
    ['2357', 0x1cd49],
    ['12457', 0x1cd4d],
    ['567', 0x1cd61],
    ['1234567', 0x1cd70],
    ['18', 0x1cd71],
    ['2368', 0x1cd94],
    ['12468', 0x1cd98],
    ['1234568', 0x1cdab],
    ['178', 0x1cdac],
    ['1234678', 0x1cdda],
    ['15678', 0x1cddb],
    ['125678', 0x1cddd],
    ['1245678', 0x1cde3],
    ['1345678', 0x1cde4],
    ['2345678', 0x1cde5],
  ])('BLOCK OCTANT-%s', (digits, codePoint) => {
    expect(OCTANTS.glyphs[positions(digits)]).toBe(codePoint);
  });

  test.each([
    ['LEFT HALF UPPER ONE QUARTER BLOCK', '1', 0x1cea8],
    ['RIGHT HALF UPPER ONE QUARTER BLOCK', '2', 0x1ceab],
    ['LEFT HALF LOWER ONE QUARTER BLOCK', '7', 0x1cea3],
    ['RIGHT HALF LOWER ONE QUARTER BLOCK', '8', 0x1cea0],
    ['UPPER ONE QUARTER BLOCK', '12', 0x1fb82],
    ['LOWER ONE QUARTER BLOCK', '78', 0x2582],
    ['UPPER THREE QUARTERS BLOCK', '123456', 0x1fb85],
    ['LOWER THREE QUARTERS BLOCK', '345678', 0x2586],
    ['MIDDLE LEFT ONE QUARTER BLOCK', '35', 0x1fbe6],
    ['MIDDLE RIGHT ONE QUARTER BLOCK', '46', 0x1fbe7],
    ['QUADRANT UPPER LEFT', '13', 0x2598],
    ['QUADRANT UPPER RIGHT AND LOWER LEFT', '2457', 0x259e],
    ['UPPER HALF BLOCK', '1234', 0x2580],
    ['RIGHT HALF BLOCK', '2468', 0x2590],
    ['FULL BLOCK', '12345678', 0x2588],
  ])('%s is the octant %s', (_, digits, codePoint) => {
    expect(OCTANTS.glyphs[positions(digits)]).toBe(codePoint);
  });

  test.each([
    ['1', 0x1fb00],
    ['1234', 0x1fb0e],
    ['235', 0x1fb14],
    ['12345', 0x1fb1d],
    ['346', 0x1fb29],
    ['1246', 0x1fb28],
    ['23456', 0x1fb3b],
  ])('BLOCK SEXTANT-%s', (digits, codePoint) => {
    expect(SEXTANTS.glyphs[positions(digits)]).toBe(codePoint);
  });

  test.each([
    ['1', 0x01],
    ['2', 0x08],
    ['3', 0x02],
    ['6', 0x20],
    ['7', 0x40],
    ['8', 0x80],
    ['1234', 0x1b],
  ])('the dots of an octant %s', (digits, dots) => {
    expect(BRAILLE.glyphs[positions(digits)]).toBe(0x2800 | dots);
  });
});

test('half blocks are quadrants that are halves', () => {
  const halves = Array.from({ length: 16 }, (_, mask) => mask).filter(
    (mask) => HALVES.maskOf(QUADRANTS.glyphs[mask]!) === mask,
  );
  expect(String.fromCodePoint(...halves.map((mask) => HALVES.glyphs[mask]!))).toBe(' ▀▌▐▄█');
});

test('a complement has the ink where the other has none', () => {
  for (const { glyphs, maskOf } of [QUADRANTS, SEXTANTS, OCTANTS])
    for (const [mask, glyph] of glyphs.entries())
      expect(maskOf(complementOf(glyph)!)).toBe(glyphs.length - 1 - mask);
});

test('dots and letters have no complement', () => {
  expect(complementOf(BRAILLE.glyphs[1]!)).toBeUndefined();
  expect(complementOf(0x41)).toBeUndefined();
  expect(isMaskGlyph(BRAILLE.glyphs[1]!)).toBe(true);
  expect(isMaskGlyph(0x41)).toBe(false);
});
