import * as fc from 'fast-check';
import type { RtpPacket } from '../../src/base/packet.ts';

/** Bytes drawn in hexadecimal, spaces where they help. */
export const bytes = (hex: string): Uint8Array =>
  new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));

export const uint16 = (): fc.Arbitrary<number> => fc.nat(0xffff);
export const uint32 = (): fc.Arbitrary<number> => fc.nat(0xffffffff);

/** From 2001 to 2096, in quarters of a millisecond: what a `Ms` of today and NTP both hold exactly. */
export const times = (): fc.Arbitrary<number> => fc.nat(3e12 * 4).map((quarters) => 1e12 + quarters / 4);

export const payloads = (minLength = 0): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength: 300 });

export const rtpPackets = (): fc.Arbitrary<RtpPacket> =>
  fc.record({
    payloadType: fc.nat(127),
    marker: fc.boolean(),
    sequenceNumber: uint16(),
    timestamp: uint32(),
    ssrc: uint32(),
    frameMark: fc.option(fc.record({ start: fc.boolean(), end: fc.boolean(), independent: fc.boolean() }), {
      nil: undefined,
    }),
    capturedAt: fc.option(times(), { nil: undefined }),
    payload: payloads(),
  });

/** A packet of which only what matters is said. */
export const packet = (said: Partial<RtpPacket> = {}): RtpPacket => ({
  payloadType: 98,
  marker: false,
  sequenceNumber: 0,
  timestamp: 0,
  ssrc: 1,
  frameMark: undefined,
  capturedAt: undefined,
  payload: new Uint8Array([1, 2, 3]),
  ...said,
});

/** `sample` with some bytes changed, then cut. */
const mutated = (sample: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.nat(sample.length),
    )
    .map(([changes, length]) => {
      const changed = Uint8Array.from(sample);
      for (const [at, value] of changes) changed[at] = value;
      return changed.subarray(0, length);
    });

/** Bytes from nowhere, and bytes that are almost right. */
export const hostile = (samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc.oneof(fc.uint8Array({ maxLength: 100 }), ...samples.map(mutated));
