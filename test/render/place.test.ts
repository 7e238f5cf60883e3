import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeFor, steadyPlaceFor } from '../../src/render/place.ts';

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

describe('a place', () => {
  const large = placeFor({ width: 312, height: 88 }, box, { ...half, pixelAspect: 1 });
  const shape = { ...half, pixelAspect: 1 };
  const again = (width: number, height: number, inside = box): unknown =>
    steadyPlaceFor({ width, height }, inside, shape, large);

  test('stays for the same picture in fewer pixels', () => {
    expect(placeFor({ width: 78, height: 20 }, box, shape)).not.toEqual(large);
    for (const [width, height] of [
      [312, 88],
      [156, 44],
      [78, 22],
      [60, 16],
    ] as const)
      expect(again(width, height)).toEqual(large);
  });

  test('is another for a picture of another shape, and in another box', () => {
    expect(again(160, 90)).toEqual(placeFor({ width: 160, height: 90 }, box, shape));
    expect(again(300, 88)).toEqual(placeFor({ width: 300, height: 88 }, box, shape));
    const right = { ...box, column: 20 };
    expect(again(312, 88, right)).toEqual(placeFor({ width: 312, height: 88 }, right, shape));
  });

  test('is that of the first picture when there was none', () => {
    expect(steadyPlaceFor({ width: 312, height: 88 }, box, shape, undefined)).toEqual(large);
  });
});
