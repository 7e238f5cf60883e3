import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeFor } from '../../src/render/place.ts';

const box = { column: 10, row: 5, columns: 160, rows: 45 };

const half = { across: 1, down: 2 };
const octant = { across: 2, down: 4 };

test.each([
  [160, 90, half, 1, { column: 10, row: 5, columns: 160, rows: 45 }],
  [80, 45, half, 1, { column: 10, row: 5, columns: 160, rows: 45 }],
  [120, 90, half, 1, { column: 30, row: 5, columns: 120, rows: 45 }],
  [160, 40, half, 1, { column: 10, row: 17, columns: 160, rows: 20 }],
  [1280, 720, half, 2, { column: 50, row: 5, columns: 80, rows: 45 }],
  [1000, 1, half, 1, { column: 10, row: 27, columns: 160, rows: 1 }],
  [0, 90, half, 1, { column: 90, row: 27, columns: 0, rows: 0 }],
  [320, 180, octant, 1, { column: 10, row: 5, columns: 160, rows: 45 }],
  [320, 178, octant, 1, { column: 10, row: 5, columns: 160, rows: 45 }],
  [240, 180, octant, 1, { column: 30, row: 5, columns: 120, rows: 45 }],
])('%d x %d, %j, with an aspect of %d', (width, height, cell, pixelAspect, place) => {
  expect(placeFor({ width, height }, box, { ...cell, pixelAspect })).toEqual(place);
});

test('the place lies within its box', () => {
  const size = fc.integer({ min: 0, max: 2000 });
  fc.assert(
    fc.property(
      size,
      size,
      size,
      size,
      fc.double({ min: 0.3, max: 3, noNaN: true }),
      (width, height, columns, rows, aspect) => {
        const place = placeFor(
          { width, height },
          { column: 3, row: 4, columns, rows },
          { ...half, pixelAspect: aspect },
        );
        expect(place.column).toBeGreaterThanOrEqual(3);
        expect(place.row).toBeGreaterThanOrEqual(4);
        expect(place.column + place.columns).toBeLessThanOrEqual(3 + columns);
        expect(place.row + place.rows).toBeLessThanOrEqual(4 + rows);
      },
    ),
  );
});
