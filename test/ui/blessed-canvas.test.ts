import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paletteColor, Style, textOf } from '../../src/base/grid.ts';
import { clusterWidth, textWidth } from '../../src/base/width.ts';
import { BlessedCanvas } from '../../src/ui/blessed-canvas.ts';
import type { Block } from '../../src/ui/blessed-canvas.ts';
import { bold, dim, inverse, plain } from '../../src/ui/span.ts';
import { printGrid } from './support.ts';

const place = (column: number, row: number, columns: number, rows: number): Block['rect'] => ({
  column,
  row,
  columns,
  rows,
});

const paint = (blocks: Block[], columns = 12, rows = 3, asciiOnly = false): string =>
  printGrid(new BlessedCanvas({ colors: true, asciiOnly }).paint(blocks, columns, rows));

/** Any characters, those that make trouble more often. */
const characters = fc
  .oneof(
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
    fc.integer({ min: 0, max: 0xff }),
    fc.constantFrom(0x1b, 0x200d, 0x300, 0xfe0f, 0x1f44d, 0x1f3fd, 0x1f1e9),
  )
  .map((codePoint) => String.fromCodePoint(codePoint));
const texts = fc.string({ unit: characters, maxLength: 30 });

describe('BlessedCanvas', () => {
  it('puts text where it belongs, and cuts it off at the edges of its place', () => {
    const lines = [[plain('one')], [], [plain('three and more')], [plain('four')]];
    expect(paint([{ rect: place(2, 0, 5, 3), lines }])).toBe('  one\n\n  three');
  });

  it('keeps rows apart that fill their place, and empty ones among them', () => {
    const lines = [[plain('abc')], [plain('')], [bold(''), plain('def')]];
    expect(paint([{ rect: place(0, 0, 3, 3), lines }])).toBe('abc\n\ndef');
  });

  it('draws borders, in ASCII if need be', () => {
    const box: Block = { rect: place(0, 0, 5, 3), lines: [[plain('hey')]], border: true };
    expect(paint([box])).toBe('┌───┐\n│hey│\n└───┘');
    expect(paint([box], 12, 3, true)).toBe('+---+\n|hey|\n+---+');
  });

  it('blanks the half of a wide character that another block leaves', () => {
    const under: Block = { rect: place(0, 0, 6, 1), lines: [[plain('日本語')]] };
    expect(paint([under, { rect: place(1, 0, 2, 1), lines: [[plain('xy')]] }])).toBe(' xy 語\n\n');
  });

  it('leaves away a wide character that does not fit', () => {
    expect(paint([{ rect: place(0, 0, 3, 1), lines: [[plain('日本')]] }])).toBe('日\n\n');
  });

  it('knows every look', () => {
    const line = [
      bold('b'),
      dim('d'),
      inverse('i'),
      { text: 'u', style: Style.underline, color: 5 },
      plain('p'),
    ];
    const grid = new BlessedCanvas({ colors: true, asciiOnly: false }).paint(
      [{ rect: place(0, 0, 5, 1), lines: [line] }],
      5,
      1,
    );
    expect(Array.from(grid.style)).toEqual([Style.bold, Style.dim, Style.inverse, Style.underline, 0]);
    expect(Array.from(grid.foreground)).toEqual([0, 0, 0, paletteColor(5), 0]);
  });

  it('reads no markup in what people write', () => {
    const text = '{red-fg}{/} \x1b[31mhi';
    expect(paint([{ rect: place(0, 0, 30, 1), lines: [[plain(text)]] }], 30, 1)).toBe('{red-fg}{/} [31mhi');
  });

  it('shows any text as it is: cell for cell, and nothing that a terminal would obey', () => {
    const canvas = new BlessedCanvas({ colors: true, asciiOnly: false });
    fc.assert(
      fc.property(texts, (text) => {
        const columns = Math.max(1, textWidth(text));
        const grid = canvas.paint([{ rect: place(0, 0, columns, 1), lines: [[plain(text)]] }], columns, 1);
        const shown = Array.from(grid.glyph, textOf);
        expect(shown.join('')).not.toMatch(/\p{Control}/u);
        expect(shown.reduce((cells, cluster) => cells + clusterWidth(cluster), 0)).toBe(columns);
      }),
    );
  });
});
