import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RtpPacket } from '../../src/base/packet.ts';
import { FrameBuffer } from '../../src/jitter/frame-buffer.ts';
import type { FrameBufferOut } from '../../src/jitter/frame-buffer.ts';
import { seededRandom } from '../seeded-random.ts';
import { stream } from './stream.ts';
import type { FrameSpec } from './stream.ts';

const FRAME_MS = 33;
const DEADLINE_MS = 400;

interface Network {
  seed: number;
  lossPct: number;
  duplicatePct: number;
  /** Packets take between nothing and so long; more than a frame's time reorders frames. */
  jitterMs: number;
}

interface Arrival {
  packet: RtpPacket;
  at: number;
}

interface Delivery {
  /** Index of the frame. */
  frame: number;
  packets: RtpPacket[];
  at: number;
  /** Frames that were told lost since the delivery before. */
  lostBefore: number;
}

function carry(frames: readonly RtpPacket[][], network: Network): Arrival[] {
  const random = seededRandom(network.seed);
  const chance = (percent: number): boolean => random() * 100 < percent;
  const travel = (packet: RtpPacket, frame: number): Arrival[] => {
    if (chance(network.lossPct)) return [];
    const copies = chance(network.duplicatePct) ? [packet, { ...packet }] : [packet];
    return copies.map((each) => ({ packet: each, at: frame * FRAME_MS + random() * network.jitterMs }));
  };
  return frames
    .flatMap((packets, frame) => packets.flatMap((packet) => travel(packet, frame)))
    .toSorted((one, other) => one.at - other.at);
}

/** Runs a buffer in virtual time, with a timer that is always on time. */
function receive(arrivals: readonly Arrival[]): Delivery[] {
  const buffer = new FrameBuffer({ deadlineMs: DEADLINE_MS });
  const deliveries: Delivery[] = [];
  let lostBefore = 0;
  const take = (out: readonly FrameBufferOut[], at: number): void => {
    for (const each of out) {
      if ('lost' in each) {
        lostBefore += each.lost;
        continue;
      }
      deliveries.push({ frame: each.frame[0]!.timestamp / 3000, packets: each.frame, at, lostBefore });
      lostBefore = 0;
    }
  };
  const wakeUntil = (until: number): void => {
    for (let due = buffer.due(); due !== undefined && due <= until; due = buffer.due()) {
      take(buffer.tick(due), due);
    }
  };
  for (const { packet, at } of arrivals) {
    wakeUntil(at);
    take(buffer.push(packet, at), at);
  }
  wakeUntil(Infinity);
  return deliveries;
}

const frameSpecs = (): fc.Arbitrary<FrameSpec[]> => {
  const spec = fc
    .tuple(
      fc.oneof({ weight: 8, arbitrary: fc.constant('D' as const) }, fc.constant('K' as const)),
      fc.integer({ min: 1, max: 6 }),
    )
    .map(([kind, count]): FrameSpec => `${kind}${count}`);
  return fc
    .array(spec, { minLength: 1, maxLength: 120 })
    .map((specs) => (['K4'] as FrameSpec[]).concat(specs));
};

const networks = (worst: Omit<Network, 'seed'>): fc.Arbitrary<Network> =>
  fc.record({
    seed: fc.integer(),
    lossPct: fc.nat(worst.lossPct),
    duplicatePct: fc.nat(worst.duplicatePct),
    jitterMs: fc.nat(worst.jitterMs),
  });

const overNetworks = (
  worst: Omit<Network, 'seed'>,
  check: (sent: RtpPacket[][], network: Network) => void,
): void => {
  const property = fc.property(frameSpecs(), fc.nat(0xffff), networks(worst), (specs, first, network) => {
    check(stream(specs, first), network);
  });
  fc.assert(property, { numRuns: 300 });
};

test('every frame that comes out is as it was sent, and in order', () => {
  overNetworks({ lossPct: 40, duplicatePct: 30, jitterMs: 600 }, (sent, network) => {
    const deliveries = receive(carry(sent, network));
    let previous = -1;
    for (const { frame, packets } of deliveries) {
      expect(packets).toEqual(sent[frame]);
      expect(frame).toBeGreaterThan(previous);
      previous = frame;
    }
  });
});

test('every frame that comes out can be decoded after those before it', () => {
  overNetworks({ lossPct: 40, duplicatePct: 30, jitterMs: 600 }, (sent, network) => {
    const deliveries = receive(carry(sent, network));
    for (const [index, { frame, packets }] of deliveries.entries()) {
      if (!packets[0]!.frameMark!.independent) expect(deliveries[index - 1]?.frame).toBe(frame - 1);
    }
  });
});

test('no frame is held longer than the deadline once it is whole', () => {
  overNetworks({ lossPct: 40, duplicatePct: 0, jitterMs: 300 }, (sent, network) => {
    const arrivals = carry(sent, network);
    const arrivedAt = new Map(arrivals.map(({ packet, at }) => [packet, at]));
    for (const { packets, at } of receive(arrivals)) {
      const wholeAt = Math.max(...packets.map((packet) => arrivedAt.get(packet)!));
      expect(at - wholeAt).toBeLessThanOrEqual(DEADLINE_MS);
    }
  });
});

test('a network that loses nothing and is never later than the deadline costs no frame', () => {
  overNetworks({ lossPct: 0, duplicatePct: 50, jitterMs: 300 }, (sent, network) => {
    const keyFrameFirst = carry(sent.slice(0, 1), { ...network, jitterMs: 0 });
    const onlyInterFrames = sent.slice(1).map(asInterFrame);
    const arrivals = [...keyFrameFirst, ...carry([[], ...onlyInterFrames], network)];
    const deliveries = receive(arrivals);
    expect(deliveries.map(({ frame }) => frame)).toEqual(sent.map((_, index) => index));
    expect(deliveries.every(({ lostBefore }) => lostBefore === 0)).toBe(true);
  });
});

test('where frames are missing a loss was told, of no more frames than are missing', () => {
  overNetworks({ lossPct: 30, duplicatePct: 30, jitterMs: 600 }, (sent, network) => {
    const [first, ...rest] = receive(carry(sent, network));
    let previous = first?.frame;
    for (const { frame, lostBefore } of rest) {
      const missing = frame - previous! - 1;
      expect(lostBefore).toBeGreaterThanOrEqual(Math.min(1, missing));
      expect(lostBefore).toBeLessThanOrEqual(missing);
      previous = frame;
    }
  });
});

test('whatever comes, nothing throws, and time runs on', () => {
  const arrivals = fc.array(
    fc.record({
      sequenceNumber: fc.oneof(fc.nat(40), fc.nat(0xffff), fc.integer({ min: 1000, max: 1100 })),
      frameMark: fc.record({ start: fc.boolean(), end: fc.boolean(), independent: fc.boolean() }),
    }),
    { maxLength: 200 },
  );
  const sample = stream(['K1'])[0]![0]!;
  fc.assert(
    fc.property(arrivals, (each) => {
      const deliveries = receive(each.map((said, at) => ({ packet: { ...sample, ...said }, at })));
      for (const { packets } of deliveries) {
        expect(packets.map(({ frameMark }) => frameMark!.start)).toEqual(
          packets.map((_, index) => index === 0),
        );
        expect(packets.map(({ frameMark }) => frameMark!.end)).toEqual(
          packets.map((_, index) => index === packets.length - 1),
        );
      }
    }),
    { numRuns: 1000 },
  );
});

const asInterFrame = (packets: RtpPacket[]): RtpPacket[] =>
  packets.map((packet) => ({ ...packet, frameMark: { ...packet.frameMark!, independent: false } }));
