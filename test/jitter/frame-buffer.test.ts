import { expect, test } from 'vitest';
import type { RtpPacket } from '../../src/base/packet.ts';
import { FrameBuffer } from '../../src/jitter/frame-buffer.ts';
import { stream, told } from './stream.ts';
import type { FrameSpec } from './stream.ts';

const DEADLINE_MS = 400;
const buffer = (): FrameBuffer => new FrameBuffer({ deadlineMs: DEADLINE_MS });

/** Pushes all at one moment; what came out, in short. */
const push = (to: FrameBuffer, packets: readonly RtpPacket[], now = 0): string[] =>
  packets.flatMap((packet) => told(to.push(packet, now)));
const tick = (to: FrameBuffer, now: number): string[] => told(to.tick(now));

test('each frame goes out with its last packet', () => {
  const frames = buffer();
  const [key, inter] = stream(['K3', 'D2']);
  expect(push(frames, key!.slice(0, 2))).toEqual([]);
  expect(frames.push(key![2]!, 0)).toEqual([{ frame: key }]);
  expect(frames.push(inter![0]!, 0)).toEqual([]);
  expect(frames.push(inter![1]!, 0)).toEqual([{ frame: inter }]);
  expect(frames.due()).toBeUndefined();
});

test('what came out of order is put in order', () => {
  const frames = buffer();
  const [key, first, second] = stream(['K3', 'D2', 'D1']);
  expect(push(frames, [key![0]!, key![2]!, second![0]!, first![1]!, first![0]!])).toEqual([]);
  expect(frames.push(key![1]!, 50)).toEqual([{ frame: key }, { frame: first }, { frame: second }]);
  expect(frames.due()).toBeUndefined();
});

test('sequence numbers wrap', () => {
  const frames = buffer();
  const packets = stream(['K2', 'D2', 'D2'], 65534).flat();
  const swapped = [0, 2, 1, 4, 3, 5].map((index) => packets[index]!);
  expect(push(frames, swapped)).toEqual(['frame 0', 'frame 1', 'frame 2']);
});

test('a missing packet is waited for until the deadline, then its frame is lost', () => {
  const frames = buffer();
  const [key, broken, after] = stream(['K1', 'D3', 'D1']);
  push(frames, [...key!, broken![0]!], 1000);
  expect(frames.due()).toBeUndefined();
  push(frames, [broken![2]!], 1010);
  push(frames, after!, 1050);
  expect(frames.due()).toBe(1010 + DEADLINE_MS);
  expect(tick(frames, 1010 + DEADLINE_MS - 1)).toEqual([]);
  expect(tick(frames, 1010 + DEADLINE_MS)).toEqual(['lost 1']);
  expect(frames.due()).toBeUndefined();
});

test('a tick at the due time always gives up, whatever the rounding', () => {
  const [key, , after] = stream(['K1', 'D1', 'D1']);
  for (let step = 0; step < 1000; step++) {
    const frames = new FrameBuffer({ deadlineMs: 333.3 });
    push(frames, [...key!, ...after!], step / 7);
    expect(tick(frames, frames.due()!)).toEqual(['lost 1']);
  }
});

test('a packet that comes just before the deadline saves its frame', () => {
  const frames = buffer();
  const [key, inter, after] = stream(['K1', 'D2', 'D1']);
  push(frames, [...key!, inter![1]!, ...after!], 0);
  expect(push(frames, [inter![0]!], DEADLINE_MS - 1)).toEqual(['frame 1', 'frame 2']);
  expect(tick(frames, DEADLINE_MS)).toEqual([]);
});

test('after a loss nothing goes out until the next key frame', () => {
  const frames = buffer();
  const [key, , third, fourth, nextKey, last] = stream(['K1', 'D1', 'D1', 'D1', 'K2', 'D1']);
  push(frames, [...key!, ...third!]);
  expect(tick(frames, DEADLINE_MS)).toEqual(['lost 1']);
  expect(push(frames, fourth!, DEADLINE_MS)).toEqual([]);
  expect(frames.counts.undecodable).toBe(2);
  expect(push(frames, [...nextKey!, ...last!], DEADLINE_MS)).toEqual(['frame 4', 'frame 5']);
});

test('a whole key frame does not wait for older frames', () => {
  const frames = buffer();
  const [first, , incomplete, key, after] = stream(['K1', 'D1', 'D2', 'K2', 'D1']);
  push(frames, [...first!, incomplete![0]!, key![0]!]);
  expect(push(frames, [key![1]!])).toEqual(['lost 2', 'frame 3']);
  expect(push(frames, after!)).toEqual(['frame 4']);
  expect(frames.due()).toBeUndefined();
});

test('a key frame that is incomplete outlives the loss of older frames, and so do those that need it', () => {
  const frames = buffer();
  const [first, , second, key, after] = stream(['K1', 'D1', 'D1', 'K3', 'D1']);
  push(frames, [...first!, ...second!], 0);
  push(frames, [key![0]!, key![2]!, ...after!], 100);
  expect(tick(frames, DEADLINE_MS)).toEqual(['lost 1']);
  expect(frames.due()).toBe(100 + DEADLINE_MS);
  expect(push(frames, [key![1]!], DEADLINE_MS + 50)).toEqual(['frame 3', 'frame 4']);
});

test('the loss of the awaited key frame is told as well', () => {
  const frames = buffer();
  const [, second, key, after] = stream(['K1', 'D1', 'K3', 'D1']);
  expect(push(frames, second!, 0)).toEqual(['lost 1']);
  push(frames, [key![0]!, key![2]!, ...after!], 100);
  expect(tick(frames, 100 + DEADLINE_MS)).toEqual(['lost 1']);
});

test('a stream that is joined in the middle asks once', () => {
  const frames = buffer();
  const [first, second, third, key] = stream(['D2', 'D1', 'D1', 'K1']);
  expect(push(frames, [...first!, ...second!, ...third!])).toEqual(['lost 1']);
  expect(frames.counts.undecodable).toBe(4);
  expect(push(frames, key!)).toEqual(['frame 3']);
});

test('a stream that is joined inside a frame goes on with the next key frame', () => {
  const frames = buffer();
  const [first, key] = stream(['K3', 'K2']);
  expect(push(frames, first!.slice(1))).toEqual(['lost 1']);
  expect(push(frames, key!)).toEqual(['frame 1']);
});

test.each<[string, FrameSpec[], number[], number]>([
  ['one frame of which all is missing', ['D1', 'D2', 'D1'], [0, 3], 1],
  ['a frame with two holes', ['D5'], [0, 2, 4], 1],
  ['two frames with a hole each', ['D3', 'D3'], [0, 2, 3, 5], 2],
  ['a hole over an end and a start, which looks like one frame', ['D2', 'D2'], [0, 3], 1],
  ['frames that are whole between two holes', ['D2', 'D1', 'D1', 'D2'], [1, 2, 3, 4], 4],
])('the count of lost frames is right for %s', (_, specs, present, lost) => {
  const frames = buffer();
  const [key, ...rest] = stream(['K1', ...specs, 'D1']);
  const packets = rest.flat();
  const last = packets.pop()!;
  push(frames, [...key!, ...packets.filter((__, index) => present.includes(index)), last]);
  expect(tick(frames, DEADLINE_MS)).toEqual([`lost ${lost}`]);
});

test('two holes of one frame that expire one after the other are one lost frame', () => {
  const frames = buffer();
  const [key, inter, after] = stream(['K1', 'D5', 'D1']);
  push(frames, [...key!, inter![0]!, inter![2]!], 0);
  push(frames, [inter![4]!, ...after!], 10);
  expect(tick(frames, DEADLINE_MS)).toEqual(['lost 1']);
  expect(tick(frames, DEADLINE_MS + 10)).toEqual([]);
  expect(frames.counts.undecodable).toBe(1);
});

test('the deadline is that of the oldest packet that is still missing', () => {
  const frames = buffer();
  const [key, inter] = stream(['K1', 'D5']);
  push(frames, [...key!, inter![0]!, inter![2]!], 0);
  push(frames, [inter![4]!], 100);
  push(frames, [inter![1]!], 200);
  expect(frames.due()).toBe(100 + DEADLINE_MS);
  expect(tick(frames, DEADLINE_MS)).toEqual([]);
  expect(push(frames, [inter![3]!], DEADLINE_MS)).toEqual(['frame 1']);
});

test('a loss after a key frame that ended another is told', () => {
  const frames = buffer();
  const [first, cut, key, , last] = stream(['K1', 'D2', 'K1', 'D1', 'D1']);
  expect(push(frames, [...first!, cut![0]!, ...key!])).toEqual(['frame 0', 'lost 1', 'frame 2']);
  push(frames, last!);
  expect(tick(frames, DEADLINE_MS)).toEqual(['lost 1']);
});

test('duplicates and what comes too late are dropped and counted', () => {
  const frames = buffer();
  const [key, inter] = stream(['K1', 'D3']);
  push(frames, [...key!, inter![0]!, inter![0]!, ...key!, inter![2]!, inter![2]!]);
  expect(frames.counts).toMatchObject({ duplicate: 2, late: 1 });
  tick(frames, DEADLINE_MS);
  expect(push(frames, [inter![1]!], DEADLINE_MS)).toEqual([]);
  expect(frames.counts).toMatchObject({ duplicate: 2, late: 2 });
});

test('a packet without a frame mark is dropped and counted', () => {
  const frames = buffer();
  const [key] = stream(['K1']);
  expect(push(frames, [{ ...key![0]!, frameMark: undefined }])).toEqual([]);
  expect(frames.counts.unmarked).toBe(1);
  expect(push(frames, key!)).toEqual(['frame 0']);
});

test.each([
  ['ahead', 5000],
  ['behind', -5000],
])('single packets from far %s are dropped and change nothing', (_, distance) => {
  const frames = buffer();
  const [key, inter] = stream(['K1', 'D1'], 10_000);
  const [stray] = stream(['K1'], 10_000 + distance).flat();
  push(frames, key!);
  expect(push(frames, [stray!, stray!, stray!])).toEqual([]);
  expect(frames.counts.astray).toBe(2);
  expect(push(frames, inter!)).toEqual(['frame 1']);
});

test('a stream that goes on far away is followed from its first packet there', () => {
  const frames = buffer();
  const [key, , inter] = stream(['K1', 'D1', 'D1'], 10_000);
  const later = stream(['K2', 'D1'], 15_000).flat();
  push(frames, [...key!, ...inter!]);
  expect(push(frames, later)).toEqual(['lost 3', 'frame 0', 'frame 1']);
  expect(frames.due()).toBeUndefined();
  expect(frames.counts.astray).toBe(0);
});

test('a frame that makes no sense is lost at once', () => {
  const frames = buffer();
  const [key, endless, after, nextKey] = stream(['K1', 'D2', 'D1', 'K1']);
  const mark = { start: false, end: false, independent: false };
  push(frames, [...key!, endless![0]!, { ...endless![1]!, frameMark: mark }]);
  expect(push(frames, after!)).toEqual(['lost 1']);
  expect(push(frames, nextKey!)).toEqual(['frame 3']);
});

test('no more than 1024 packets are waited for or held', () => {
  const frames = buffer();
  const specs = Array.from({ length: 1024 }, () => 'D1' as const);
  const [key, , ...rest] = stream(['K1', 'D1', ...specs]);
  expect(push(frames, [...key!, ...rest.slice(0, 1023).flat()])).toEqual(['frame 0']);
  expect(push(frames, rest[1023]!)).toEqual(['lost 1']);
  expect(frames.counts.undecodable).toBe(1024);
  expect(frames.due()).toBeUndefined();
});
