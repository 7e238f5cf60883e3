import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Deframer, frame } from '../../src/net/framing.ts';
import type { PrefixBytes } from '../../src/net/framing.ts';

const prefixes = fc.constantFrom<PrefixBytes>(2, 4);
const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });

function pushAll(
  deframer: Deframer,
  chunks: Uint8Array[],
): { whole: Uint8Array[]; verdict: string | undefined } {
  const whole: Uint8Array[] = [];
  let verdict: string | undefined;
  for (const chunk of chunks) verdict = deframer.push(chunk, (message) => whole.push(message));
  return { whole, verdict };
}

test('the length comes first, in network byte order', () => {
  expect([...frame(2, Uint8Array.of(7, 8))]).toEqual([0, 2, 7, 8]);
  expect([...frame(4, Uint8Array.of(7))]).toEqual([0, 0, 0, 1, 7]);
  expect([...frame(2, new Uint8Array(0x1234))].slice(0, 2)).toEqual([0x12, 0x34]);
});

test('a message that its prefix can not count is our own mistake and throws', () => {
  expect(() => frame(2, new Uint8Array(65536))).toThrow(RangeError);
});

test('messages come out as they went in, wherever the stream is split', () => {
  fc.assert(
    fc.property(prefixes, messages, fc.array(fc.nat(400)), (prefixBytes, sent, cuts) => {
      const stream = Buffer.concat(sent.map((message) => frame(prefixBytes, message)));
      const places = [0, ...cuts.filter((cut) => cut < stream.length), stream.length].toSorted(
        (a, b) => a - b,
      );
      const chunks = places.slice(1).map((end, index) => stream.subarray(places[index], end));
      const deframer = new Deframer(prefixBytes, 300);
      expect(pushAll(deframer, chunks)).toEqual({ whole: sent, verdict: undefined });
      expect(deframer.midway).toBe(false);
    }),
  );
});

test('messages come out as they went in, one byte at a time', () => {
  const sent = [new Uint8Array(0), Uint8Array.of(1), new Uint8Array(259).fill(9)];
  const stream = Buffer.concat(sent.map((message) => frame(4, message)));
  const bytes = Array.from(stream, (byte) => Uint8Array.of(byte));
  expect(pushAll(new Deframer(4, 1000), bytes).whole).toEqual(sent);
});

test('what is delivered has bytes of its own', () => {
  const chunk = frame(2, Uint8Array.of(1, 2, 3));
  const { whole } = pushAll(new Deframer(2, 10), [chunk]);
  chunk.fill(0);
  expect(whole).toEqual([Uint8Array.of(1, 2, 3)]);
});

test.each([
  [10, undefined],
  [11, 'too large'],
])('under a cap of 10 bytes a message of %i is %s', (length, verdict) => {
  expect(pushAll(new Deframer(4, 10), [frame(4, new Uint8Array(length))]).verdict).toBe(verdict);
});

test('too large is said as soon as the length is known, and for ever after', () => {
  const deframer = new Deframer(4, 4096);
  const chunks = [Uint8Array.of(0xff, 0xff, 0xff, 0xff), frame(4, Uint8Array.of(1))];
  expect(pushAll(deframer, chunks)).toEqual({ whole: [], verdict: 'too large' });
});

test('a cap that is raised by one message counts for the next of the same chunk', () => {
  const deframer = new Deframer(2, 1);
  const chunk = Buffer.concat([frame(2, Uint8Array.of(1)), frame(2, new Uint8Array(50))]);
  const lengths: number[] = [];
  const verdict = deframer.push(chunk, (message) => {
    lengths.push(message.length);
    deframer.maxBytes = 50;
  });
  expect({ verdict, lengths }).toEqual({ verdict: undefined, lengths: [1, 50] });
});

test('garbage gives messages or an end, never an exception', () => {
  fc.assert(
    fc.property(prefixes, fc.array(fc.uint8Array({ maxLength: 64 })), (prefixBytes, chunks) => {
      const deframer = new Deframer(prefixBytes, 32);
      expect(pushAll(deframer, chunks).whole.every((message) => message.length <= 32)).toBe(true);
    }),
  );
});
