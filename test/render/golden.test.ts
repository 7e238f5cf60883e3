import { expect, test } from 'vitest';
import { Grid } from '../../src/base/grid.ts';
import { CELL_RENDERERS } from '../../src/base/renderer.ts';
import { COLOR_DEPTHS } from '../../src/base/terminal.ts';
import { cellPainter } from '../../src/render/cell-painter.ts';
import { imagePainter } from '../../src/render/image-painter.ts';
import { ScriptKernel } from '../../src/render/kernel.ts';
import { kernelsOf } from '../../src/render/kernels.ts';
import { ScreenEncoder } from '../../src/render/screen-encoder.ts';
import { discAt } from './film.ts';
import { all } from './pictures.ts';
import { unpacked } from './unpacked.ts';

// What is in golden/ can be shown: cat it in a terminal. A change that is meant is taken over by `npx vitest -u`.

const KINDS = CELL_RENDERERS.flatMap((renderer) => COLOR_DEPTHS.map((depth) => [renderer, depth] as const));

/** A disc that moves, on a slope of colours. */
const film = [10, 11, 14].map((turn) => discAt(48, 48, turn));

test.each(KINDS)('%s in %s writes these bytes', async (renderer, depth) => {
  const painter = cellPainter({ renderer, depth, kernel: new ScriptKernel() });
  const encoder = new ScreenEncoder(depth);
  const grid = new Grid(12, 6);
  const written = film.map((frame, turn) => {
    const options = { mirrored: false, shown: encoder.shown, tolerance: 1.5, turn };
    painter.draw(frame, grid, all(grid), options);
    return Buffer.from(encoder.encode(grid, undefined)).toString();
  });
  await expect(written.join('')).toMatchFileSnapshot(`golden/${renderer}-${depth}.ansi`);
});

test.each([true, false])('sixel writes these bytes (delta %s)', async (delta) => {
  const cell = { width: 4, height: 8 };
  const sixel = { registers: 16, largest: undefined, delta };
  const painter = imagePainter({ renderer: 'sixel', cell, sixel, kernels: kernelsOf(undefined) });
  const place = { column: 0, row: 0, columns: 12, rows: 6 };
  const written = film.map((frame) => Buffer.from(painter.draw(frame, place)).toString());
  await expect(written.join('')).toMatchFileSnapshot(`golden/sixel-${delta ? 'changes' : 'whole'}-16.ansi`);
});

/** With the file in them unpacked, since versions of zlib pack the same pixels differently. */
const legible = (image: string): string =>
  image
    .replace(/size=\d+/, 'size=...')
    .replace(/[\w+/=]{100,}/, (payload) => `\n${unpacked(Buffer.from(payload, 'base64'))}\n`);

test.each(['kitty', 'iterm2'] as const)('%s writes these pixels', async (renderer) => {
  const cell = { width: 4, height: 8 };
  const sixel = { registers: 256, largest: undefined, delta: false };
  const painter = imagePainter({ renderer, cell, sixel, kernels: kernelsOf(undefined) });
  const place = { column: 0, row: 0, columns: 12, rows: 6 };
  const written = film.map((frame) => legible(Buffer.from(painter.draw(frame, place)).toString('latin1')));
  await expect(written.join('\n')).toMatchFileSnapshot(`golden/${renderer}.txt`);
});
