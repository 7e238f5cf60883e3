import * as fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { RgbFrame, Size } from '../../src/base/frame.ts';
import type { Rect } from '../../src/base/grid.ts';
import { IMAGE_RENDERERS } from '../../src/base/renderer.ts';
import { fitted } from '../../src/render/fitted.ts';
import { imagePainter } from '../../src/render/image-painter.ts';
import { kernelsOf } from '../../src/render/kernels.ts';
import { type ImagePainter, MOST_PIXELS } from '../../src/render/image.ts';
import { PngEncoder } from '../../src/render/png-encoder.ts';
import { discAt, errorOf, frameOf } from './film.ts';

const kernels = kernelsOf(undefined);
const cell = { width: 8, height: 16 };
const place: Rect = { column: 2, row: 3, columns: 10, rows: 5 };
const sixel = { registers: 256, delta: true, largest: undefined };

const kittyPainter = (): ImagePainter => imagePainter({ renderer: 'kitty', cell, sixel, kernels });
const sixelPainter = (largest?: Size): ImagePainter =>
  imagePainter({ renderer: 'sixel', cell, sixel: { ...sixel, largest }, kernels });

/** With the control characters as words, so that they can be read. */
const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('latin1').replaceAll('\x1b', '<ESC>').replaceAll('\x07', '<BEL>');

/** What a PNG file shows, by a reader that is not ours. */
async function shownOf(png: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await sharp(png).removeAlpha().raw().toBuffer());
}

/** The size in the raster attributes of a sixel image. */
const rasterOf = (frame: RgbFrame, where: Rect): string | undefined =>
  /"1;1;(\d+;\d+)/.exec(textOf(sixelPainter().draw(frame, where)))?.[1];

/** The file in a picture of kitty's protocol, and the control data of each of its chunks. */
function kittyParts(text: string): { controls: string[]; payloads: string[] } {
  const chunks = Array.from(text.matchAll(/_G([^;]*);([^<]*)/g));
  return {
    controls: chunks.map(([, control = '']) => control),
    payloads: chunks.map(([, , payload = '']) => payload),
  };
}

describe('PNG', () => {
  test('few colours come back exactly', async () => {
    const frame = frameOf(33, 21, (x, y) => (x % 5 === y % 3 ? [255, 0, 51] : [0, 255, 102]));
    expect(await shownOf(new PngEncoder().encode(frame))).toEqual(frame.data);
  });

  test('one colour, one pixel', async () => {
    const frame = frameOf(1, 1, () => [0, 0, 255]);
    expect(await shownOf(new PngEncoder().encode(frame))).toEqual(frame.data);
  });

  test('pictures of changing size and colours, by one encoder', async () => {
    const encoder = new PngEncoder();
    for (const [width, height] of [
      [64, 40],
      [64, 40],
      [31, 77],
      [5, 1],
    ] as const) {
      const frame = discAt(width, height, 20);
      expect(errorOf(await shownOf(encoder.encode(frame)), frame.data)).toBeLessThan(100);
    }
  });
});

describe('kitty', () => {
  test('a picture is a PNG file in chunks of base64, over the cells of its place', async () => {
    const frame = discAt(160, 90, 60);
    const text = textOf(kittyPainter().draw(frame, place));
    expect(text.startsWith('<ESC>_Ga=T,f=100,i=1987313665,p=1,c=10,r=5,C=1,q=2,m=1;')).toBe(true);
    expect(text.endsWith('<ESC>\\')).toBe(true);
    const { controls, payloads } = kittyParts(text);
    expect(controls.slice(1)).toEqual([...controls.slice(2).map(() => 'm=1'), 'm=0']);
    expect(Math.max(...payloads.map(({ length }) => length))).toBe(4096);
    const png = Buffer.from(payloads.join(''), 'base64');
    expect(errorOf(await shownOf(png), frame.data)).toBeLessThan(100);
  });

  test('two ids take turns, and the old picture goes after the new one is there', () => {
    const kitty = kittyPainter();
    const frame = frameOf(4, 4, () => [1, 2, 3]);
    const ids = (): string[] =>
      Array.from(
        textOf(kitty.draw(frame, place)).matchAll(/a=(T|d).*?i=(\d+)/g),
        ([, what, id]) => `${what} ${id}`,
      );
    expect([ids(), ids(), ids()]).toEqual([
      ['T 1987313665'],
      ['T 1987313666', 'd 1987313665'],
      ['T 1987313665', 'd 1987313666'],
    ]);
    expect(textOf(kitty.erase())).toBe('<ESC>_Ga=d,d=I,i=1987313665,q=2;<ESC>\\');
    expect(kitty.erase()).toHaveLength(0);
  });
});

describe('iTerm2', () => {
  test('a picture is one sequence', async () => {
    const frame = discAt(80, 40, 20);
    const text = textOf(imagePainter({ renderer: 'iterm2', cell, sixel, kernels }).draw(frame, place));
    const [, size, payload = ''] =
      /^<ESC>\]1337;File=inline=1;size=(\d+);width=10;height=5;preserveAspectRatio=0:([^<]*)<BEL>$/.exec(
        text,
      ) ?? [];
    const png = Buffer.from(payload, 'base64');
    expect(png).toHaveLength(Number(size));
    expect(errorOf(await shownOf(png), frame.data)).toBeLessThan(100);
  });
});

describe('sixel', () => {
  test('a frame made for its place is drawn as it is, even if its sides are not of whole cells', () => {
    const frame = frameOf(78, 70, () => [1, 2, 3]);
    expect(rasterOf(frame, place)).toBe('78;70');
  });

  test('what is over by less than a cell is cut, what is far off is scaled', () => {
    expect(
      rasterOf(
        frameOf(86, 90, () => [1, 2, 3]),
        place,
      ),
    ).toBe('80;80');
    expect(
      rasterOf(
        frameOf(300, 200, () => [1, 2, 3]),
        place,
      ),
    ).toBe('80;80');
    expect(
      rasterOf(
        frameOf(4, 4, () => [1, 2, 3]),
        place,
      ),
    ).toBe('78;78');
  });

  test('a high box does not make the pixels of a wide picture larger', () => {
    expect(sixelPainter().canvasIn({ column: 0, row: 0, columns: 80, rows: 60 }).across).toBe(8);
  });

  test('in a large window pixels become squares', () => {
    const wide = { column: 0, row: 0, columns: 160, rows: 50 };
    const { across, down, box } = sixelPainter().canvasIn(wide);
    expect([across, down, box]).toEqual([4, 8, wide]);
    expect(
      rasterOf(
        frameOf(560, 400, () => [1, 2, 3]),
        { ...wide, columns: 140 },
      ),
    ).toBe('1120;800');
  });

  test('a picture is no larger than the terminal takes', () => {
    const { box } = sixelPainter({ width: 1000, height: 300 }).canvasIn({
      column: 0,
      row: 0,
      columns: 200,
      rows: 50,
    });
    expect(box).toEqual({ column: 37, row: 16, columns: 125, rows: 18 });
  });
});

describe.each(IMAGE_RENDERERS)('%s', (renderer) => {
  test('asks for no more pixels than can be shown thirty times a second', () => {
    const side = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 80 }),
        (columns, rows, width, height) => {
          const box = { column: 0, row: 0, columns, rows };
          const { across, down } = imagePainter({
            renderer,
            cell: { width, height },
            sixel,
            kernels,
          }).canvasIn(box);
          // What a film of 16:9 takes of it.
          const wide = across * columns;
          const pixels = wide * Math.min(down * rows, (wide * 9) / 16);
          const tooLarge = columns * rows * width * height > MOST_PIXELS * 36;
          expect(pixels <= MOST_PIXELS * 1.0001 || (renderer === 'sixel' && tooLarge)).toBe(true);
          expect(across / down).toBeCloseTo(width / height);
        },
      ),
    );
  });

  test('no frame and no place make it fail', () => {
    const side = fc.integer({ min: 1, max: 90 });
    const few = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(side, side, few, few, few, (width, height, columns, rows, pixels) => {
        const painter = imagePainter({ renderer, cell: { width: pixels, height: pixels }, sixel, kernels });
        const where = { column: 0, row: 0, columns, rows };
        for (let turn = 0; turn < 2; turn++)
          expect(painter.draw(discAt(width, height, turn), where).length).toBeGreaterThan(10);
      }),
      { numRuns: 40 },
    );
  });
});

describe('fitted', () => {
  const numbered = frameOf(6, 4, (x, y) => [x, y, 0]);

  test('cuts evenly', () => {
    const { data, width, height } = fitted(numbered, { width: 4, height: 4 }, { width: 3, height: 3 });
    expect([width, height, data[0], data[1]]).toEqual([4, 4, 1, 0]);
  });

  test('scales', () => {
    const { data, width, height } = fitted(numbered, { width: 2, height: 12 }, { width: 3, height: 3 });
    expect([width, height]).toEqual([2, 12]);
    expect(Array.from({ length: 12 }, (_, row) => data[row * 6 + 4])).toEqual([
      0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3,
    ]);
    expect(data[3]).toBe(3);
  });
});
