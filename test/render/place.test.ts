import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeFor } from '../../src/render/place.ts';

const box = { column: 10, row: 5, columns: 160, rows: 45 };

test.each([
  [160, 90, 1, { column: 10, row: 5, columns: 160, rows: 45 }],
  [80, 45, 1, { column: 10, row: 5, columns: 160, rows: 45 }],
  [120, 90, 1, { column: 30, row: 5, columns: 120, rows: 45 }],
  [160, 40, 1, { column: 10, row: 17, columns: 160, rows: 20 }],
  [1280, 720, 2, { column: 50, row: 5, columns: 80, rows: 45 }],
  [1000, 1, 1, { column: 10, row: 27, columns: 160, rows: 1 }],
  [0, 90, 1, { column: 90, row: 27, columns: 0, rows: 0 }],
])('%d x %d with an aspect of %d', (width, height, pixelAspect, place) => {
  expect(placeFor({ width, height }, box, pixelAspect)).toEqual(place);
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
        const place = placeFor({ width, height }, { column: 3, row: 4, columns, rows }, aspect);
        expect(place.column).toBeGreaterThanOrEqual(3);
        expect(place.row).toBeGreaterThanOrEqual(4);
        expect(place.column + place.columns).toBeLessThanOrEqual(3 + columns);
        expect(place.row + place.rows).toBeLessThanOrEqual(4 + rows);
      },
    ),
  );
});
