import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PpmReader } from '../../src/devices/ppm.ts';
import type { PpmPicture } from '../../src/devices/ppm.ts';

const encode = ({ width, height, data }: PpmPicture): Uint8Array =>
  Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), data]);

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data) => ({ width, height, data })),
  );

test('pictures of any sizes come back whole, however the stream was cut', () => {
  fc.assert(
    fc.property(
      fc.array(picture, { maxLength: 5 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
      (all, cuts) => {
        const stream = Buffer.concat(all.map(encode));
        const reader = new PpmReader();
        const read: PpmPicture[] = [];
        for (let at = 0; at < stream.length;) {
          const length = cuts.next().value ?? 1;
          read.push(...reader.push(stream.subarray(at, at + length)));
          at += length;
        }
        expect(read).toEqual(all);
        expect(reader.broken).toBe(false);
      },
    ),
  );
});

test('a picture owns its bytes', () => {
  const bytes = encode({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3) });
  const [read] = new PpmReader().push(bytes);
  bytes.fill(0);
  expect(read?.data).toEqual(Uint8Array.of(1, 2, 3));
});

test('half a picture is none', () => {
  const bytes = encode({ width: 2, height: 2, data: new Uint8Array(12) });
  const reader = new PpmReader();
  expect(reader.push(bytes.subarray(0, -1))).toEqual([]);
  expect(reader.push(bytes.subarray(-1))).toHaveLength(1);
});

test.each([
  'P6\n0 1\n255\n',
  'P6\n1 8193\n255\n',
  'P6\n99999 99999\n255\n',
  'P6\n1 1\n65535\n',
  'P5\n1 1\n255\n',
  'this is no picture at all',
])('%j breaks the stream for good', (header) => {
  const reader = new PpmReader();
  expect(reader.push(Buffer.from(header.padEnd(40)))).toEqual([]);
  expect(reader.broken).toBe(true);
  expect(reader.push(encode({ width: 1, height: 1, data: new Uint8Array(3) }))).toEqual([]);
});

test('noise never throws', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string().map((text) => Buffer.from(`P6\n${text}`)),
  );
  fc.assert(
    fc.property(fc.array(noise), (chunks) => {
      const reader = new PpmReader();
      for (const chunk of chunks) reader.push(chunk);
    }),
  );
});
