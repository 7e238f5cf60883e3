import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScriptKernel, type Shapes } from '../../src/render/kernel.ts';
import { compileKernel } from '../../src/render/wasm-kernel.ts';
import type { Geometry, Workspace } from '../../src/render/workspace.ts';
import { wasmKernel } from './built.ts';
import { frameOf } from './film.ts';
import { below, seeded } from './random-grid.ts';

/** Pixels of many kinds: noise, few levels, slopes, and one colour with little noise. */
function randomPixels(random: () => number, length: number): Uint8Array {
  const base = below(random, 256);
  const step = 1 + below(random, 128);
  const kinds = [
    () => below(random, 256),
    () => Math.min(255, below(random, 3) * step),
    (at: number) => (at * step) >> 6,
    () => Math.min(255, base + below(random, 4)),
  ];
  return Uint8Array.from({ length }, (_, at) => kinds[below(random, kinds.length)]!(at));
}

/** What the cells that count hold. */
function cellsOf({ geometry, cellStride, mask, ink, paper, kept }: Workspace): number[][] {
  const rows = Array.from({ length: geometry.rows }, (_, row) => row * cellStride);
  return rows.flatMap((from) =>
    Array.from({ length: geometry.columns }, (_, column) => from + column).map((at) => [
      mask[at]!,
      ink[at]!,
      paper[at]!,
      kept[at]!,
    ]),
  );
}

function samplesOf({ geometry, sampleStride, red, green, blue }: Workspace): number[] {
  const { columns, rows, across, down } = geometry;
  return Array.from({ length: rows * down }, (_, row) =>
    [red, green, blue].flatMap((plane) =>
      Array.from(plane.subarray(row * sampleStride, row * sampleStride + columns * across)),
    ),
  ).flat();
}

/** What is shown: looks of about the same colours, or of any. */
function recall(random: () => number, workspaces: readonly Workspace[]): void {
  const { geometry, cellStride } = workspaces[0]!;
  // Also numbers that no letter has.
  const masks = 2 ** (geometry.down * 2);
  for (let at = 0; at < cellStride * geometry.rows; at++) {
    const source = below(random, cellStride * geometry.rows);
    const shownMask = random() < 0.5 ? workspaces[0]!.mask[at]! : below(random, masks);
    const shownInk = random() < 0.7 ? workspaces[0]!.ink[at]! : workspaces[0]!.ink[source]!;
    const shownPaper = random() < 0.7 ? workspaces[0]!.paper[at]! : below(random, 2 ** 24);
    const allowance = [0, 1, 40, 1000, 8191][below(random, 5)]!;
    for (const workspace of workspaces) {
      workspace.shownMask[at] = shownMask;
      workspace.shownInk[at] = shownInk;
      workspace.shownPaper[at] = shownPaper;
      workspace.allowance[at] = allowance;
    }
  }
}

const length = fc.integer({ min: 1, max: 60 });
const cells = {
  frame: fc.record({ width: length, height: length }),
  columns: fc.integer({ min: 1, max: 20 }),
  rows: fc.integer({ min: 1, max: 6 }),
  across: fc.constant(2),
  down: fc.constantFrom(2, 3, 4),
  mirrored: fc.boolean(),
};
const geometry = fc.record(cells);

const withoutScaling = (where: Geometry): Geometry => ({
  ...where,
  frame: { width: where.columns * where.across, height: where.rows * where.down },
});

function compare(where: Geometry, seed: number, shapes: Shapes): void {
  const random = seeded(seed);
  const kernels = [new ScriptKernel(), wasmKernel()];
  const pixels = randomPixels(random, where.frame.width * where.frame.height * 3);
  const [plain, fast] = kernels.map((kernel) => {
    const workspace = kernel.layOut(where);
    kernel.sample(pixels);
    kernel.fitTwoColors(shapes);
    return workspace;
  });
  expect(samplesOf(fast!)).toEqual(samplesOf(plain!));
  expect(cellsOf(fast!)).toEqual(cellsOf(plain!));
  recall(random, [plain!, fast!]);
  for (const kernel of kernels) kernel.fitTwoColors(shapes);
  expect(cellsOf(fast!)).toEqual(cellsOf(plain!));
}

describe('the WebAssembly kernel gives what the plain one does, bit for bit', () => {
  test('any pixels, any size', () => {
    fc.assert(
      fc.property(geometry, fc.integer(), (where, seed) => compare(where, seed, 'any')),
      { numRuns: 300 },
    );
  });

  test('frames that need no scaling', () => {
    fc.assert(
      fc.property(geometry, fc.integer(), (where, seed) => compare(withoutScaling(where), seed, 'any')),
      { numRuns: 300 },
    );
  });

  test('half blocks', () => {
    const quarters = fc.record({ ...cells, down: fc.constant(2) });
    fc.assert(
      fc.property(quarters, fc.integer(), (where, seed) => compare(where, seed, 'halves')),
      { numRuns: 300 },
    );
  });

  test.each(['dots', 'letters'] as const)('%s', (shapes) => {
    const eighths = fc.record({ ...cells, down: fc.constant(4) });
    fc.assert(
      fc.property(eighths, fc.integer(), (where, seed) => compare(where, seed, shapes)),
      { numRuns: 300 },
    );
  });

  test.each([
    [1, 65535],
    [65535, 1],
    [1920, 1080],
  ])('a frame of %d x %d', (width, height) => {
    const where = { frame: { width, height }, columns: 33, rows: 9, across: 2, down: 4, mirrored: false };
    compare(where, width, 'any');
  });

  test('a cell of one sample per ASCII glyph is sampled alike', () => {
    const where = {
      frame: { width: 37, height: 23 },
      columns: 9,
      rows: 7,
      across: 1,
      down: 1,
      mirrored: true,
    };
    const frame = frameOf(37, 23, (x, y) => [x * 6, y * 11, (x * y) & 255]);
    const [plain, fast] = [new ScriptKernel(), wasmKernel()].map((kernel) => {
      const workspace = kernel.layOut(where);
      kernel.sample(frame.data);
      return samplesOf(workspace);
    });
    expect(fast).toEqual(plain);
  });
});

test('the memory grows with the frame, and what is laid out later is right again', () => {
  const kernel = wasmKernel();
  for (const size of [10, 900, 40]) {
    const where = {
      frame: { width: size, height: size },
      columns: 5,
      rows: 3,
      across: 2,
      down: 4,
      mirrored: false,
    };
    const workspace = kernel.layOut(where);
    kernel.sample(new Uint8Array(size * size * 3).fill(77));
    expect(new Set(samplesOf(workspace))).toEqual(new Set([77]));
  }
});

test('what is no WebAssembly is no kernel', () => {
  expect(compileKernel(new Uint8Array([0, 97, 115, 109, 9, 9, 9, 9]))).toBeUndefined();
  expect(compileKernel(new Uint8Array(0))).toBeUndefined();
});
