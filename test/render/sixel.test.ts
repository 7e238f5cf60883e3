import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RgbFrame } from '../../src/base/frame.ts';
import { FRAMES_TO_EXACT, SixelEncoder } from '../../src/render/sixel.ts';
import { ScriptSixelKernel } from '../../src/render/sixel-kernel.ts';
import { discAt, errorOf, frameOf, noisy } from './film.ts';
import { below, seeded } from './random-grid.ts';
import { lacksLibsixel, libsixelPixels, npmSixelPixels } from './sixel-judges.ts';
import { SixelScreen } from './sixel-screen.ts';

const whole = { registers: 256, delta: false };
const layered = { registers: 256, delta: true };

const encoderOf = (abilities: { registers: number; delta: boolean }): SixelEncoder =>
  new SixelEncoder(abilities, new ScriptSixelKernel());

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const flat = (width: number, height: number, color: number[]): RgbFrame =>
  frameOf(width, height, () => color);

/** What a screen shows of a frame. */
function shownOf(frame: RgbFrame, registers = 256): Uint8Array {
  const screen = new SixelScreen(frame.width, frame.height);
  screen.show(encoderOf({ registers, delta: false }).encode(frame));
  return screen.data;
}

const colorsIn = (rgb: Uint8Array): Set<number> =>
  new Set(
    Array.from(
      { length: rgb.length / 3 },
      (_, at) => (rgb[at * 3]! << 16) | (rgb[at * 3 + 1]! << 8) | rgb[at * 3 + 2]!,
    ),
  );

describe('one image', () => {
  test('one colour: defined once, chosen, repeated; the last band has its own height', () => {
    expect(textOf(encoderOf(whole).encode(flat(10, 8, [255, 0, 51])))).toBe(
      '\x1bP0;0q"1;1;10;8#1;2;100;0;20#1!10~-#1!10B\x1b\\',
    );
  });

  test('up to three columns are written out, and gaps are skipped', () => {
    const frame = frameOf(8, 6, (x) => (x === 3 || x === 4 ? [0, 0, 0] : [0, 255, 0]));
    expect(textOf(encoderOf(whole).encode(frame))).toBe(
      '\x1bP0;0q"1;1;8;6#2;2;0;100;0#2~~~??~~~$#1;2;0;0;0#1???~~\x1b\\',
    );
  });

  test('colours that lie side by side share a pass', () => {
    const frame = frameOf(60, 6, (x) => (x < 30 ? [0, 0, 0] : [0, 255, 0]));
    expect(textOf(encoderOf(whole).encode(frame))).toContain('!30~#2;2;0;100;0#2!30~\x1b');
  });

  test('a pixel may be many of the screen, in whole bands', () => {
    const frame = frameOf(2, 2, (x, y) => (x === y ? [255, 255, 255] : [0, 0, 0]));
    const encode = (magnification: 1 | 2 | 3 | 6): string =>
      textOf(encoderOf(whole).encode(frame, magnification)).replaceAll(/#\d;2;\d+;\d+;\d+/g, '');
    expect(encode(2)).toBe('\x1bP0;0q"1;1;4;4#2BBKK$#1KKBB\x1b\\');
    expect(encode(6)).toBe('\x1bP0;0q"1;1;12;12#2!6~#1!6~-#1!6~#2!6~\x1b\\');
  });

  test('few colours in a picture are exact, as far as per cents are', () => {
    const colors = [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 0],
      [51, 102, 204],
    ];
    const frame = frameOf(37, 23, (x, y) => colors[(x + y * 3) % 4]!);
    expect(shownOf(frame)).toEqual(frame.data);
  });

  test('no size makes it fail, and none draws outside of itself', () => {
    const random = seeded(7);
    const length = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(length, length, fc.constantFrom(2, 16, 256, 1024), (width, height, registers) => {
        const frame = frameOf(width, height, () => [below(random, 256), below(random, 256), 9]);
        const screen = new SixelScreen(width, height);
        screen.show(encoderOf({ registers, delta: false }).encode(frame));
        expect(screen.raster).toBe(`1;1;${width};${height}`);
      }),
      { numRuns: 50 },
    );
    for (const [width, height] of [
      [1, 65_535],
      [65_535, 1],
    ] as const)
      expect(colorsIn(shownOf(flat(width, height, [0, 0, 255])))).toEqual(new Set([0x0000ff]));
  });

  test('a palette of 255 is nearer to a picture than what the eye tells apart; one of 15 is dithered', () => {
    const frame = discAt(160, 90, 60);
    expect(errorOf(shownOf(frame), frame.data)).toBeLessThan(100);
    expect(errorOf(shownOf(frame, 16), frame.data)).toBeLessThan(1500);
    expect(colorsIn(shownOf(frame, 16)).size).toBe(15);
  });
});

describe('programs that we did not write see the same pixels', () => {
  const random = seeded(3);
  const plasma = frameOf(320, 181, (x, y) => {
    const wave =
      Math.sin(x / 20) + Math.sin(y / 15) + Math.sin((x + y) / 25) + Math.sin(Math.hypot(x, y) / 12);
    return [0, 2, 4].map((shift) => 128 + 127 * Math.sin(wave * 1.2 + shift));
  });
  const pictures = {
    'a disc': [discAt(101, 77, 40), 1],
    'a plasma': [plasma, 1],
    'a plasma with each pixel magnified': [plasma, 2],
    noise: [frameOf(64, 50, () => [below(random, 256), below(random, 256), below(random, 256)]), 1],
    'one row': [flat(1500, 1, [51, 102, 204]), 1],
  } as const;

  describe.each(Object.entries(pictures))('of %s', (_, [frame, magnification]) => {
    const image = encoderOf(whole).encode(frame, magnification).slice();
    const screen = new SixelScreen(frame.width * magnification, frame.height * magnification);
    screen.show(image);

    test.skipIf(lacksLibsixel)('libsixel', async () => {
      expect(Buffer.compare(await libsixelPixels(image), screen.data)).toBe(0);
    });

    test('the package sixel, which xterm.js draws with', () => {
      expect(Buffer.compare(npmSixelPixels(image), screen.data)).toBe(0);
    });
  });
});

describe('one image after the other', () => {
  test('where images are not layered, each is a whole one', () => {
    const encoder = encoderOf(whole);
    const frame = discAt(60, 40, 20);
    const first = encoder.encode(frame).slice();
    expect(encoder.encode(frame)).toEqual(first);
  });

  test('where they are, what has not changed is not drawn again', () => {
    const encoder = encoderOf(layered);
    const screen = new SixelScreen(120, 80);
    screen.show(encoder.encode(discAt(120, 80, 40)));
    expect(screen.transparent).toBe(false);
    const full = encoder.encode(discAt(120, 80, 40)).length;
    const image = encoder.encode(discAt(120, 80, 42));
    expect(image.length).toBeLessThan(full + 1500);
    screen.show(image);
    expect(screen.transparent).toBe(true);
    expect(errorOf(screen.data, discAt(120, 80, 42).data)).toBeLessThan(150);
  });

  test('changes alone show the same as whole images, but for what the eye does not see', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer(),
        (width, height, seed) => {
          const random = seeded(seed);
          const encoder = encoderOf(layered);
          const screen = new SixelScreen(width, height);
          for (let turn = 0; turn < 12; turn++) {
            const frame = noisy(random, discAt(width, height, turn * 3), 4);
            screen.show(encoder.encode(frame));
            expect(errorOf(screen.data, frame.data)).toBeLessThan(errorOf(shownOf(frame), frame.data) + 120);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test('a picture that stands still becomes as near as the palette has it, and then costs next to nothing', () => {
    const random = seeded(1);
    const still = discAt(90, 60, 30);
    const encoder = encoderOf(layered);
    const screen = new SixelScreen(90, 60);
    screen.show(encoder.encode(still));
    for (let turn = 0; turn < 5; turn++) screen.show(encoder.encode(noisy(random, still, 12)));
    const before = errorOf(screen.data, still.data);
    for (let turn = 0; turn <= FRAMES_TO_EXACT; turn++) screen.show(encoder.encode(still));
    expect(errorOf(screen.data, still.data)).toBeLessThan(before / 2);
    const costs = Array.from({ length: FRAMES_TO_EXACT }, () => encoder.encode(still).length);
    expect(Math.max(...costs)).toBeLessThan(60);
  });

  test('after a cut the palette is another', () => {
    const encoder = encoderOf(layered);
    const screen = new SixelScreen(40, 30);
    screen.show(encoder.encode(flat(40, 30, [0, 0, 0])));
    const frame = discAt(40, 30, 15);
    screen.show(encoder.encode(frame));
    expect(screen.transparent).toBe(false);
    expect(errorOf(screen.data, frame.data)).toBeLessThan(100);
  });

  test('a new size, or a screen that was cleared, gets a whole image', () => {
    const encoder = encoderOf(layered);
    const isWhole = (frame: RgbFrame): boolean => textOf(encoder.encode(frame)).startsWith('\x1bP0;0q');
    const frame = discAt(40, 30, 15);
    expect([isWhole(frame), isWhole(frame)]).toEqual([true, false]);
    expect([isWhole(discAt(40, 28, 15)), isWhole(discAt(40, 28, 15))]).toEqual([true, false]);
    encoder.forget();
    expect(isWhole(discAt(40, 28, 15))).toBe(true);
  });
});
