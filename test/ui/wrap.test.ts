import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/base/width.ts';
import { wrap } from '../../src/ui/wrap.ts';

const evenly = (columns: number): { first: number; rest: number } => ({ first: columns, rest: columns });

const texts = fc
  .array(fc.constantFrom('a', 'word', ' ', '  ', '\n', '日', '👩‍👩‍👧', 'e\u0301', '🇩🇪', 'incomprehensibility'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

const solid = (text: string): string => text.replaceAll(/\s/g, '');

describe('wrap', () => {
  it.each([
    ['', ['']],
    ['short', ['short']],
    ['one two three', ['one two', 'three']],
    ['exactly8 x', ['exactly8', 'x']],
    ['abcdefghij', ['abcdefgh', 'ij']],
    ['no abcdefghij', ['no', 'abcdefgh', 'ij']],
    ['a\n\nb', ['a', '', 'b']],
    ['日本語日本', ['日本語日', '本']],
    ['a日本語日', ['a日本語', '日']],
    ['  two', ['  two']],
  ])('breaks %j at 8 cells', (text, rows) => {
    expect(wrap(text, evenly(8))).toEqual(rows);
  });

  it('gives the first row its own width', () => {
    expect(wrap('ab cd ef', { first: 2, rest: 5 })).toEqual(['ab', 'cd ef']);
    expect(wrap('abc', { first: 2, rest: 5 })).toEqual(['', 'abc']);
    expect(wrap('日', { first: 1, rest: 2 })).toEqual(['', '日']);
  });

  it('never makes a row wider than its place', () => {
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (text, first, rest) => {
          const rows = wrap(text, { first, rest });
          expect(rows.filter((row, index) => textWidth(row) > (index === 0 ? first : rest))).toEqual([]);
        },
      ),
    );
  });

  it('loses nothing but blanks where there are two cells or more', () => {
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 2, max: 30 }),
        (text, first, rest) => {
          expect(solid(wrap(text, { first, rest }).join(''))).toBe(solid(text));
        },
      ),
    );
  });
});
