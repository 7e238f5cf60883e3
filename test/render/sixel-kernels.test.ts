import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SixelEncoder } from '../../src/render/sixel.ts';
import { ScriptSixelKernel } from '../../src/render/sixel-kernel.ts';
import { wasmSixelKernel } from './built.ts';
import { discAt, frameOf, noisy } from './film.ts';
import { below, seeded } from './random-grid.ts';

/** Both encoders draw the same films; the images are told apart by their bytes. */
class Pair {
  readonly #plain: SixelEncoder;
  readonly #fast: SixelEncoder;

  constructor(abilities: { registers: number; delta: boolean }) {
    this.#plain = new SixelEncoder(abilities, new ScriptSixelKernel());
    this.#fast = new SixelEncoder(abilities, wasmSixelKernel());
  }

  agreeOn(...[frame, magnification]: Parameters<SixelEncoder['encode']>): void {
    const fast = Buffer.from(this.#fast.encode(frame, magnification)).toString('latin1');
    expect(fast).toBe(Buffer.from(this.#plain.encode(frame, magnification)).toString('latin1'));
  }
}

describe('WebAssembly draws the same sixels as plain TypeScript', () => {
  const side = fc.integer({ min: 1, max: 60 });
  const abilities = fc.record({ registers: fc.constantFrom(2, 16, 100, 256, 1024), delta: fc.boolean() });

  test('of films with noise, of any size', () => {
    fc.assert(
      fc.property(side, side, abilities, fc.constantFrom(1, 2, 3, 6), (width, height, can, magnification) => {
        const random = seeded(width * 61 + height);
        const pair = new Pair(can);
        for (let turn = 0; turn < 6; turn++)
          pair.agreeOn(noisy(random, discAt(width, height, turn * 2), 5), magnification);
      }),
      { numRuns: 40 },
    );
  });

  test('of pictures in which no two pixels are alike', () => {
    const random = seeded(4);
    const pair = new Pair({ registers: 256, delta: true });
    for (let turn = 0; turn < 4; turn++)
      pair.agreeOn(frameOf(97, 51, () => [below(random, 256), below(random, 256), below(random, 256)]));
  });

  test('of wide flat pictures with sharp edges', () => {
    const random = seeded(5);
    const pair = new Pair({ registers: 256, delta: true });
    for (let turn = 0; turn < 4; turn++) {
      const edges = Array.from({ length: 41 }, () => below(random, 1297));
      const isInk = (x: number, y: number): boolean =>
        edges.filter((edge) => edge < x).length % 2 === 1 && y > 5;
      pair.agreeOn(frameOf(1297, 16, (x, y) => (isInk(x, y) ? [250, 240 - turn, y >> 3] : [20, 20, 30])));
    }
  });

  test('when the size changes, the scene is another, or the screen was cleared', () => {
    const pair = new Pair({ registers: 256, delta: true });
    pair.agreeOn(discAt(80, 45, 3));
    pair.agreeOn(discAt(300, 170, 3));
    pair.agreeOn(discAt(80, 45, 3));
    pair.agreeOn(frameOf(80, 45, (x, y) => [x, y * 5, 255 - x]));
    pair.agreeOn(discAt(1200, 2, 3));
  });
});
