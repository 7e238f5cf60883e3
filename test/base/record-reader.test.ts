import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordReader } from '../../src/base/record-reader.ts';

const BYTES = 1920;

test('records come out whole, however the stream was cut', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), cuts, (stream, lengths) => {
      const reader = new RecordReader(BYTES);
      const out: Uint8Array[] = [];
      let at = 0;
      for (const length of [...lengths, stream.length]) {
        for (const record of reader.push(stream.subarray(at, at + length))) out.push(record.slice());
        at = Math.min(stream.length, at + length);
      }
      const whole = Math.floor(stream.length / BYTES) * BYTES;
      expect(Buffer.concat(out)).toEqual(Buffer.from(stream.subarray(0, whole)));
      expect(reader.pending).toBe(stream.length - whole);
    }),
  );
});
