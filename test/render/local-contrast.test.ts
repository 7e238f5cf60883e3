import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from '../../src/render/heap.ts';
import { LocalContrast } from '../../src/render/local-contrast.ts';
import { type Workspace, workspaceOf } from '../../src/render/workspace.ts';
import { below, seeded } from './random-grid.ts';

/** Grey samples of cells of 2 x 4. */
function samplesFor(columns: number, rows: number, grey: (x: number, y: number) => number): Workspace {
  const frame = { width: columns * 2, height: rows * 4 };
  const workspace = workspaceOf({ frame, columns, rows, across: 2, down: 4, mirrored: false }, new Heap());
  for (let y = 0; y < frame.height; y++) {
    for (let x = 0; x < frame.width; x++) {
      const at = y * workspace.sampleStride + x;
      workspace.red[at] = workspace.green[at] = workspace.blue[at] = grey(x, y);
    }
  }
  return workspace;
}

/** The slow way: all samples within two cells to the left and right, and one above and below. */
function enhancedAt(workspace: Workspace, x: number, y: number): number {
  const { columns, rows } = workspace.geometry;
  const around: number[] = [];
  for (let row = Math.max(0, y - 4); row <= Math.min(rows * 4 - 1, y + 4); row++)
    for (let column = Math.max(0, x - 4); column <= Math.min(columns * 2 - 1, x + 4); column++)
      around.push(workspace.red[row * workspace.sampleStride + column]!);
  const mean = Math.round(around.reduce((sum, light) => sum + light) / around.length);
  const light = workspace.red[y * workspace.sampleStride + x]!;
  return Math.max(0, Math.min(255, 2 * light - mean));
}

test('each sample differs twice as much from those around it, at any size, again and again', () => {
  const contrast = new LocalContrast();
  const side = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(side, side, fc.integer(), (columns, rows, seed) => {
      const random = seeded(seed);
      const workspace = samplesFor(columns, rows, () => below(random, 256));
      const { red, green, blue, sampleStride } = contrast.enhance(workspace);
      expect([green, blue]).toEqual([red, red]);
      for (let y = 0; y < rows * 4; y++)
        for (let x = 0; x < columns * 2; x++)
          expect(red[y * sampleStride + x]).toBe(enhancedAt(workspace, x, y));
    }),
  );
});
