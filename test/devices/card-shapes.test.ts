import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  channels,
  ellipse,
  fill,
  mix,
  outline,
  roundedBox,
  stroke,
  within,
  without,
} from '../../src/devices/card-shapes.ts';
import type { Canvas, Shape } from '../../src/devices/card-shapes.ts';

const SIDE = 24;
const blank = (): Canvas => ({ width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE * 3).fill(40) });

/** Looks at each pixel by itself; no fade reaches further out of the shape's box than half the softness. */
function fillSlowly(canvas: Canvas, shape: Shape, color: number, opacity: number, softness: number): void {
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      if (x + 1 <= shape.left - softness / 2 || x >= shape.right + softness / 2) continue;
      if (y + 1 <= shape.top - softness / 2 || y >= shape.bottom + softness / 2) continue;
      const inside = 0.5 - shape.distance(x + 0.5, y + 0.5) / softness;
      const part = Math.round(Math.max(0, Math.min(1, inside)) * opacity * 256);
      for (const [channel, value] of channels(color).entries()) {
        const at = (y * SIDE + x) * 3 + channel;
        const old = canvas.data[at] ?? 0;
        canvas.data[at] = old + (((value - old) * part + 128) >> 8);
      }
    }
  }
}

const place = fc.double({ min: -6, max: 30, noNaN: true });
const radius = fc.double({ min: 0.5, max: 12, noNaN: true });
const oval = fc.tuple(place, place, radius, radius).map((numbers) => ellipse(...numbers));
const line = fc
  .tuple(place, place, place, place, radius)
  .map(([x, y, toX, toY, r]) => stroke([x, y], [toX, toY], r));
const box = fc
  .tuple(place, place, radius, radius)
  .map(([left, top, width, height]) =>
    roundedBox({ left, top, right: left + width * 2, bottom: top + height * 2 }, Math.min(width, height) / 2),
  );
const simple = fc.oneof(oval, line, box);
const anyShape = fc.oneof(
  simple,
  fc.tuple(simple, simple).map(([a, b]) => within(a, b)),
  fc.tuple(simple, simple).map(([a, b]) => without(a, b)),
  fc.tuple(simple, radius).map(([a, width]) => outline(a, width)),
);

test('a filled shape is what a look at each pixel gives', () => {
  const opacity = fc.constantFrom(1, 0.3);
  const softness = fc.constantFrom(1, 3.7);
  fc.assert(
    fc.property(anyShape, opacity, softness, (shape, alpha, soft) => {
      const fast = blank();
      const slow = blank();
      fill(fast, shape, { color: 0xfa8005, opacity: alpha, softness: soft });
      fillSlowly(slow, shape, 0xfa8005, alpha, soft);
      expect(fast.data).toEqual(slow.data);
    }),
  );
});

test('a box on whole pixels has hard edges', () => {
  const canvas = blank();
  fill(canvas, roundedBox({ left: 1, top: 1, right: 3, bottom: 2 }, 0), { color: 0xffffff });
  expect([...canvas.data.subarray(SIDE * 3, SIDE * 3 + 12)]).toEqual([
    40, 40, 40, 255, 255, 255, 255, 255, 255, 40, 40, 40,
  ]);
  expect(canvas.data.filter((value) => value === 255)).toHaveLength(6);
});

test('mixed colours lie between', () => {
  expect(mix(0x000000, 0xff8040, 0)).toBe(0);
  expect(mix(0x000000, 0xff8040, 1)).toBe(0xff8040);
  expect(mix(0x000000, 0xff8040, 0.5)).toBe(0x804020);
});
