import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import type { Shot } from '../../src/base/film.ts';
import type { RgbFrame } from '../../src/base/frame.ts';
import { pictureFilm } from '../../src/picture/picture-film.ts';
import { isPicture } from '../../src/picture/picture-format.ts';
import { fileOf, shotsOf } from './pictures.ts';

/** Red on the left, blue on the right. */
const twoColors = (width = 64, height = 48): Sharp =>
  sharp({ create: { width, height, channels: 3, background: 'blue' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: 'red' } }, left: 0, top: 0 },
  ]);

const oneGrey = (): Sharp =>
  sharp(Buffer.alloc(64 * 48, 120), { raw: { width: 64, height: 48, channels: 1 } }).toColourspace('b-w');

/** A GIF or WebP whose pages are of these greys. */
async function animated(
  format: 'gif' | 'webp',
  greys: readonly number[],
  delay: number[],
  loop = 0,
): Promise<Buffer> {
  const pages = Buffer.concat(greys.map((grey) => Buffer.alloc(16 * 8 * 3, grey)));
  const raw = { width: 16, height: 8 * greys.length, channels: 3, pageHeight: 8 } as const;
  const image = sharp(pages, { raw });
  return await (
    format === 'gif' ? image.gif({ delay, loop }) : image.webp({ delay, loop, lossless: true })
  ).toBuffer();
}

async function framesOf(bytes: Uint8Array, options?: Parameters<typeof shotsOf>[1]): Promise<Shot[]> {
  const film = await pictureFilm(await fileOf(bytes));
  return film ? await shotsOf(film, options) : [];
}

const pixel = ({ data, width }: RgbFrame, x: number, y: number): number[] =>
  Array.from(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));

describe('a picture', () => {
  test.each([
    ['jpeg', async () => await twoColors().jpeg().toBuffer()],
    ['png', async () => await twoColors().png().toBuffer()],
    ['png of 16 bits', async () => await twoColors().toColourspace('rgb16').png().toBuffer()],
    ['png with a palette', async () => await twoColors().png({ palette: true }).toBuffer()],
    ['png that can be seen through', async () => await twoColors().ensureAlpha(1).png().toBuffer()],
    ['webp', async () => await twoColors().webp().toBuffer()],
    ['gif', async () => await twoColors().gif().toBuffer()],
    ['tiff', async () => await twoColors().tiff().toBuffer()],
    ['avif', async () => await twoColors().avif().toBuffer()],
  ])('of the kind %s is red on the left, blue on the right, and stays', async (_, make) => {
    const [shot, ...more] = await framesOf(await make());
    expect(more).toEqual([]);
    expect(shot).toMatchObject({ lastsMs: Infinity, frame: { width: 64, height: 48 } });
    const [red, blue] = [pixel(shot!.frame, 8, 24), pixel(shot!.frame, 56, 24)];
    expect([red[0]! > 230, red[2]! < 30, blue[0]! < 30, blue[2]! > 230]).toEqual([true, true, true, true]);
  });

  test('of printers colours is shown in those of screens', async () => {
    const [shot] = await framesOf(await twoColors().toColourspace('cmyk').jpeg().toBuffer());
    const [red = 0, , blue = 255] = pixel(shot!.frame, 8, 24);
    expect(red).toBeGreaterThan(blue + 100);
    expect(shot!.frame.data).toHaveLength(64 * 48 * 3);
  });

  test('of greys has three channels', async () => {
    const [shot] = await framesOf(await oneGrey().png().toBuffer());
    expect(new Set(pixel(shot!.frame, 8, 24)).size).toBe(1);
    expect(shot!.frame.data).toHaveLength(64 * 48 * 3);
  });

  test('that was held upright is upright', async () => {
    const [shot] = await framesOf(await twoColors().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(shot!.frame).toMatchObject({ width: 48, height: 64 });
    expect(pixel(shot!.frame, 24, 8)[0]).toBeGreaterThan(200);
  });

  test('is black where nothing is', async () => {
    const glass = { r: 255, g: 255, b: 255, alpha: 0 };
    const png = sharp({ create: { width: 4, height: 4, channels: 4, background: glass } }).png();
    const [shot] = await framesOf(await png.toBuffer());
    expect(new Set(shot!.frame.data)).toEqual(new Set([0]));
  });

  test.each([
    [1920, 1080, 160, 90],
    [64, 48, 64, 48],
    [1, 65_535, 1, 120],
    [65_535, 1, 160, 1],
    [1, 1, 1, 1],
  ])(
    'of %i x %i comes as %i x %i where there is room for 160 x 120',
    async (width, height, outWidth, outHeight) => {
      const image = sharp({ create: { width, height, channels: 3, background: 'red' } });
      const [shot] = await framesOf(await image.png().toBuffer());
      expect(shot!.frame).toMatchObject({ width: outWidth, height: outHeight });
      expect(shot!.frame.data).toHaveLength(outWidth * outHeight * 3);
    },
  );
});

describe.each(['gif', 'webp'] as const)('an animation (%s)', (format) => {
  test('has all its pictures, each for its time', async () => {
    const shots = await framesOf(await animated(format, [0, 120, 240], [50, 200, 70]));
    expect(shots.map(({ frame }) => frame.data[0])).toEqual([0, 120, 240]);
    expect(shots.map(({ lastsMs }) => lastsMs)).toEqual([50, 200, 70]);
    expect(shots.map(({ frame }) => frame.capturedAt)).toEqual([0, 50, 250]);
  });

  test('goes round and round when that is wanted', async () => {
    const shots = await framesOf(await animated(format, [0, 240], [50, 50]), { loop: true, most: 5 });
    expect(shots.map(({ frame }) => frame.data[0])).toEqual([0, 240, 0, 240, 0]);
  });

  test('says whether it wants to be shown for ever', async () => {
    const [endless, once] = await Promise.all(
      [0, 1].map((loop) => animated(format, [0, 240], [50, 50], loop)),
    );
    expect(await pictureFilm(await fileOf(endless!))).toMatchObject({ still: false, endless: true });
    expect(await pictureFilm(await fileOf(once!))).toMatchObject({ still: false, endless: false });
  });

  test('that wants to go too fast goes as in a browser', async () => {
    const shots = await framesOf(await animated(format, [0, 240], [10, 10]));
    expect(shots.map(({ lastsMs }) => lastsMs)).toEqual([100, 100]);
  });
});

test.each([
  ['a picture', async () => await twoColors().png().toBuffer()],
  ['an animation', async () => await animated('gif', [0, 240], [50, 50])],
])('%s is stopped while it is decoded', async (_, make) => {
  const film = await pictureFilm(await fileOf(await make()));
  const stop = new AbortController();
  const within = { width: 160, height: 120 };
  const shots = film!.shots({ within, fps: undefined, loop: true, stop: stop.signal });
  const first = shots[Symbol.asyncIterator]().next();
  stop.abort();
  expect(await first).toMatchObject({ done: true });
});

/** The header of a PNG of that size, and no pixels. */
async function header(width: number, height: number): Promise<Buffer> {
  const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** PNG, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('a file that is refused', () => {
  test('is none that sharp is asked about', async () => {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    for (const text of [drawing, 'just some words', '', 'GIF']) {
      expect(await pictureFilm(await fileOf(Buffer.from(text)))).toBeUndefined();
      expect(isPicture(Buffer.from(text))).toBe(false);
    }
  });

  test('is a film of JPEGs, which begins like a picture', async () => {
    const path = await fileOf(await twoColors().jpeg().toBuffer(), 'film.MJPG');
    expect(await pictureFilm(path)).toBeUndefined();
  });

  test('is too large, which is seen before a pixel is read', async () => {
    const path = await fileOf(await header(50_000, 50_000), 'bomb.png');
    await expect(pictureFilm(path)).rejects.toMatchObject({
      message: `${path} has 50000 x 50000 pixels; no more than 100 million are let in`,
      exitCode: 1,
    });
  });

  test.each(['jpeg', 'png', 'webp'] as const)('is a %s that ends too soon', async (format) => {
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, index) => (index * index * 7919) >> 5));
    const whole = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    await expect(framesOf(whole.subarray(0, whole.length / 2))).rejects.toThrow(/can't be decoded: /);
  });

  test('may not be read', async () => {
    await expect(pictureFilm('/no/such/picture.png')).rejects.toThrow(
      /^can't read \/no\/such\/picture.png: /,
    );
  });
});

test('without sharp pictures are left to others', async () => {
  vi.resetModules();
  vi.doMock('sharp', () => {
    throw new Error('no prebuilt parts');
  });
  const { pictureFilm: withoutSharp } = await import('../../src/picture/picture-film.ts');
  expect(await withoutSharp(await fileOf(await twoColors().png().toBuffer()))).toBeUndefined();
  vi.doUnmock('sharp');
});
