import { beforeEach, describe, expect, test } from 'vitest';
import type { RgbFrame } from '../../src/base/frame.ts';
import { Grid, IMAGE, SPACE } from '../../src/base/grid.ts';
import type { ImageRenderer } from '../../src/base/renderer.ts';
import { ImageLayer } from '../../src/render/image-layer.ts';
import { imagePainter } from '../../src/render/image-painter.ts';
import { kernelsOf } from '../../src/render/kernels.ts';
import { ScreenEncoder } from '../../src/render/screen-encoder.ts';
import { discAt } from './film.ts';

const kernels = kernelsOf(undefined);
const cell = { width: 4, height: 8 };
const sixel = { registers: 256, delta: true, largest: undefined };
const box = { column: 2, row: 1, columns: 10, rows: 5 };
const at = (turn: number): RgbFrame => ({ ...discAt(40, 40, turn), capturedAt: turn });
const frame = at(20);
const X = 'x'.charCodeAt(0);

let layer: ImageLayer;
let screen: ScreenEncoder;
let grid: Grid;

beforeEach(() => {
  layer = layerOf('sixel');
  screen = new ScreenEncoder('truecolor');
  grid = new Grid(20, 8);
});

const layerOf = (renderer: ImageRenderer): ImageLayer =>
  new ImageLayer(imagePainter({ renderer, cell, sixel, kernels }));

/** What is written for one picture: how many bytes of cells, and the image as text. */
function show(picture = frame, where = box): { cells: string; image: string } {
  layer.reserve({ frame: picture, pixelAspect: 1 }, where, grid);
  return write();
}

function write(): { cells: string; image: string } {
  const cells = Buffer.from(screen.encode(grid, undefined)).toString();
  return { cells, image: Buffer.from(layer.update(screen.overwroteImage)).toString('latin1') };
}

const isWhole = (image: string): boolean => image.startsWith('\x1b7\x1b[2;3H\x1bP0;0q');
const isDelta = (image: string): boolean => image.startsWith('\x1b7\x1b[2;3H\x1bP0;1q');

describe('an image among cells', () => {
  test('keeps its cells free, and only those', () => {
    layer.reserve({ frame, pixelAspect: 1 }, box, grid);
    const marked = Array.from({ length: 8 }, (_, row) =>
      Array.from(grid.glyph.subarray(row * 20, row * 20 + 20), (glyph) => (glyph === IMAGE ? 'x' : '.')).join(
        '',
      ),
    );
    const line = '..xxxxxxxxxx........';
    const none = '.'.repeat(20);
    expect(marked).toEqual([none, line, line, line, line, line, none, none]);
  });

  test('blanks go below it once; then its cells are left alone', () => {
    grid.glyph.fill(X);
    write();
    expect(show().cells).toContain(' '.repeat(10));
    expect(show(at(22)).cells).toBe('');
  });

  test('whole at first, then what changes, then nothing', () => {
    expect(isWhole(show().image)).toBe(true);
    const later = at(24);
    expect(isDelta(show(later).image)).toBe(true);
    expect(show({ ...later }).image).toBe('');
  });

  test('text takes its place by writing over it, a blank too', () => {
    show();
    layer.vacate();
    grid.glyph.fill(SPACE);
    const { cells, image } = write();
    expect(cells).toContain(' '.repeat(10));
    expect(image).toBe('');
  });

  test('it is whole again after text was in a part of it, or the screen was cleared', () => {
    show();
    layer.vacate();
    grid.glyph[2 + 20] = X;
    write();
    expect(isWhole(show().image)).toBe(true);
    screen.invalidate();
    expect(isWhole(show().image)).toBe(true);
    expect(show().image).toBe('');
  });

  test('in another place it is whole, where nothing new was written over as well', () => {
    show();
    grid.clear();
    const { image } = show(frame, { ...box, columns: 6, rows: 3 });
    expect(image).toContain('\x1bP0;0q');
  });

  test('never lies in the last row, after which some terminals scroll', () => {
    const place = layer.reserve({ frame, pixelAspect: 1 }, { column: 0, row: 0, columns: 20, rows: 8 }, grid);
    expect(place.row + place.rows).toBe(7);
    expect(grid.glyph.subarray(7 * 20)).not.toContain(IMAGE);
  });

  test('no room, no image', () => {
    expect(show(frame, { ...box, rows: 0 }).image).toBe('');
    expect(show(frame, { column: 0, row: 7, columns: 5, rows: 1 }).image).toBe('');
  });

  test('in kitty, where text does not take an image away, a command does', () => {
    layer = layerOf('kitty');
    expect(show().image).toContain('a=T');
    layer.vacate();
    grid.clear();
    expect(write().image).toMatch(/a=d/);
    expect(write().image).toBe('');
    expect(show().image).toContain('a=T');
    expect(Buffer.from(layer.leave()).toString()).toContain('a=d');
  });
});
