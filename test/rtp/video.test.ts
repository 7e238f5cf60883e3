import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CodedFrame } from '../../src/base/frame.ts';
import type { RtpPacket } from '../../src/base/packet.ts';
import { readRtp, writeRtp } from '../../src/rtp/packet.ts';
import { assemble, VIDEO_CLOCK_RATE, VideoPacketiser } from '../../src/rtp/video.ts';
import { readVp9 } from '../../src/rtp/vp9.ts';
import { times } from './arbitraries.ts';

/** Timestamp offset 0x01020304, first sequence number 0x7fff, first picture id 0x7fff. */
const drawn = (): Uint8Array => new Uint8Array([1, 2, 3, 4, 0xff, 0xff, 0xff, 0xff]);
const packetiser = (random = drawn): VideoPacketiser => new VideoPacketiser({ ssrc: 7, random });

const frame = (said: Partial<CodedFrame> = {}): CodedFrame => ({
  width: 320,
  height: 180,
  data: new Uint8Array(3000).map((_, index) => index),
  keyFrame: true,
  capturedAt: 1e12,
  ...said,
});

const frames = (): fc.Arbitrary<CodedFrame> =>
  fc.record({
    width: fc.integer({ min: 2, max: 4096 }),
    height: fc.integer({ min: 2, max: 4096 }),
    data: fc
      .integer({ min: 1, max: 8000 })
      .map((length) => new Uint8Array(length).map((_, index) => index * 7)),
    keyFrame: fc.boolean(),
    capturedAt: times(),
  });

const throughBytes = (packets: readonly RtpPacket[]): RtpPacket[] =>
  packets.map((packet) => readRtp(writeRtp(packet))!);

test('a frame that was cut up, written and read is whole again', () => {
  fc.assert(
    fc.property(frames(), (each) => {
      const size = each.keyFrame ? {} : { width: 0, height: 0 };
      const assembled = assemble(throughBytes(packetiser().packetise(each)));
      expect(assembled).toEqual({ ...each, ...size, pictureId: 0x7fff });
    }),
  );
});

test('payloads are at most 1100 bytes and about equal', () => {
  fc.assert(
    fc.property(frames(), (each) => {
      const packets = packetiser().packetise(each);
      expect(Math.max(...packets.map(({ payload }) => payload.length))).toBeLessThanOrEqual(1100);
      const parts = packets.map(({ payload }) => readVp9(payload)!.data.length);
      expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the packets of a frame say where it begins and ends, when it was captured and what it is', () => {
  const packets = packetiser().packetise(frame());
  expect(packets.map(({ frameMark }) => frameMark)).toEqual([
    { start: true, end: false, independent: true },
    { start: false, end: false, independent: true },
    { start: false, end: true, independent: true },
  ]);
  expect(packets.map(({ marker }) => marker)).toEqual([false, false, true]);
  expect(packets.map(({ capturedAt }) => capturedAt)).toEqual([1e12, undefined, undefined]);
  expect(packets.map(({ payload }) => readVp9(payload)?.size?.width)).toEqual([320, undefined, undefined]);
});

test('timestamps follow the capture time at 90 kHz from a random offset', () => {
  const stream = packetiser();
  const [first] = stream.packetise(frame({ capturedAt: 1e12 }));
  const [later] = stream.packetise(frame({ capturedAt: 1e12 + 40 }));
  expect(first?.timestamp).toBe(Number((0x01020304n + 90n * 10n ** 12n) % 2n ** 32n));
  expect((later!.timestamp - first!.timestamp) >>> 0).toBe(0.04 * VIDEO_CLOCK_RATE);
});

test('sequence numbers begin below 2^15 and wrap; picture ids wrap', () => {
  const stream = packetiser();
  const inter = frame({ keyFrame: false, data: new Uint8Array(10) });
  const packets = Array.from({ length: 0x8002 }, () => stream.packetise(inter)[0]!);
  const ids = packets.map((packet) => assemble([packet])!.pictureId);
  expect(packets[0]?.sequenceNumber).toBe(0x7fff);
  expect(packets.slice(-2).map(({ sequenceNumber }) => sequenceNumber)).toEqual([0xffff, 0]);
  expect([ids[0], ids[1], ids.at(-1)]).toEqual([0x7fff, 0, 0]);
});

test('a frame without data gives no packets and takes no picture id', () => {
  const stream = packetiser();
  expect(stream.packetise(frame({ data: new Uint8Array(0) }))).toEqual([]);
  expect(assemble(stream.packetise(frame()))?.pictureId).toBe(0x7fff);
});

test('the sender report counts packets and payload bytes', () => {
  const stream = packetiser();
  const packets = [...stream.packetise(frame()), ...stream.packetise(frame())];
  expect(stream.report(1e12, [])).toEqual({
    kind: 'sender report',
    ssrc: 7,
    sentAt: 1e12,
    timestamp: packets[0]?.timestamp,
    packetCount: 6,
    octetCount: packets.reduce((sum, { payload }) => sum + payload.length, 0),
    reports: [],
  });
});

const whole = packetiser().packetise(frame());
const [head, middle, tail] = [whole[0]!, whole[1]!, whole[2]!];
const foreign = packetiser(() => new Uint8Array(8)).packetise(frame())[1]!;

test.each([
  ['no packets', []],
  ['a missing start', [middle, tail]],
  ['a missing end', [head, middle]],
  ['a start in the middle', [head, head, tail]],
  ['an end in the middle', [head, tail, tail]],
  ['a part of another frame', [head, foreign, tail]],
  ['no capture time', [{ ...head, capturedAt: undefined }, middle, tail]],
  ['an unreadable payload', [head, { ...middle, payload: new Uint8Array(1) }, tail]],
  ['no picture id', [{ ...head, payload: new Uint8Array([0x0c, 1]) }]],
])('%s makes no frame', (_, packets) => {
  expect(assemble(packets)).toBeUndefined();
});
