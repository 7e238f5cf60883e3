import { expect, test } from 'vitest';
import { Grid, rgbColor } from '../../src/base/grid.ts';
import { COLOR_DEPTHS } from '../../src/base/terminal.ts';
import { quantizerFor } from '../../src/render/color.ts';
import { writeImage, writeLines } from '../../src/render/flow.ts';
import { appearances, Emulator } from './emulator.ts';

function halves(columns: number, rows: number): Grid {
  const grid = new Grid(columns, rows);
  for (let cell = 0; cell < columns * rows; cell++) {
    grid.glyph[cell] = 0x2580;
    grid.foreground[cell] = rgbColor(cell * 5, 90, 200);
    grid.background[cell] = rgbColor(30, cell * 3, 100);
  }
  return grid;
}

test('a picture is lines of text that leave no colour behind', () => {
  const grid = new Grid(2, 2);
  grid.glyph.fill(0x2580);
  grid.foreground.fill(rgbColor(1, 2, 3));
  grid.background.fill(rgbColor(4, 5, 6));
  const line = '\x1b[38;2;1;2;3;48;2;4;5;6m▀▀\x1b[m\n';
  expect(Buffer.from(writeLines(grid, 'truecolor')).toString()).toBe(line + line);
});

test.each(COLOR_DEPTHS)('a terminal shows it as it is, and the cursor below it (%s)', async (depth) => {
  const grid = halves(12, 4);
  const emulator = new Emulator(20, 6);
  const text = Buffer.from(writeLines(grid, depth)).toString().replaceAll('\n', '\r\n');
  await emulator.write(Buffer.from(`first\r\n${text}`));
  const quantize = quantizerFor(depth);
  const expected = appearances(grid, quantize);
  const shown = emulator.appearances();
  for (let row = 0; row < 4; row++)
    expect(shown.slice((row + 1) * 20, (row + 1) * 20 + 12)).toEqual(expected.slice(row * 12, row * 12 + 12));
  expect(shown.slice(20 + 12, 40)).toEqual(Array.from({ length: 8 }, () => shown.at(-1)));
  expect(emulator.cursor).toEqual({ column: 0, row: 5 });
  emulator.dispose();
});

test.each([0, 4, 7])(
  'an image takes as many lines as its cells, also at the end of the screen (after %i lines)',
  async (before) => {
    const emulator = new Emulator(20, 8);
    const image = Buffer.from('\x1b[41mimage\x1b[m');
    const text = Buffer.concat([
      Buffer.from('x\n'.repeat(before)),
      writeImage(image, 3),
      Buffer.from('after'),
    ]);
    await emulator.write(Buffer.from(text.toString().replaceAll('\n', '\r\n')));
    const rows = Math.min(before + 3, 7);
    expect(emulator.cursor).toEqual({ column: 5, row: rows });
    expect(emulator.appearances()[(rows - 3) * 20]).toMatch(/^i /);
    emulator.dispose();
  },
);
