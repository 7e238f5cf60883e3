import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAUSE } from '../../src/base/opus-packet.ts';
import { AudioPacketiser, readAudio } from '../../src/rtp/audio.ts';
import type { AudioFrame, Redundancy } from '../../src/rtp/audio.ts';
import { readRtp, writeRtp } from '../../src/rtp/packet.ts';
import { OPUS_PAYLOAD_TYPE, RED_PAYLOAD_TYPE } from '../../src/rtp/payload-types.ts';
import { packet, rtpPackets } from './arbitraries.ts';

const START = 1e12;
/** Timestamp offset 0x01020304, first sequence number 0x7fff. */
const drawn = (): Uint8Array => new Uint8Array([1, 2, 3, 4, 0xff, 0xff]);
const packetiser = (): AudioPacketiser => new AudioPacketiser({ ssrc: 7, random: drawn });
const coded = (index: number): Uint8Array => new Uint8Array(10 + index).fill(index);

/** A stream of coded frames; undefined is one that isn't sent. */
function send(
  frames: readonly (Uint8Array | undefined)[],
  redundancy: Redundancy = 0,
  said: Partial<AudioFrame> = {},
) {
  const stream = packetiser();
  return frames.map((each, index) =>
    stream.packetise({ packet: each, capturedAt: START + (index + 1) * 20, redundancy, ...said }),
  );
}

const received = (sent: ReturnType<typeof send>) =>
  sent.filter((each) => each !== undefined).map((each) => readAudio(readRtp(writeRtp(each))!)!);

describe('the stream', () => {
  test('counts samples from a random beginning, and packets from below 2^15', () => {
    const [first, second] = send([coded(0), coded(1)]);
    expect(first).toMatchObject({ ssrc: 7, payloadType: OPUS_PAYLOAD_TYPE, sequenceNumber: 0x7fff });
    expect(second).toMatchObject({ sequenceNumber: 0x8000, timestamp: first!.timestamp + 960 });
  });

  test('goes on in a pause, of which nothing is sent, and marks where speech begins again', () => {
    const sent = send([coded(0), coded(1), PAUSE, undefined, undefined, coded(2), coded(3)]);
    expect(sent.map((each) => each?.marker)).toEqual([true, false, false, undefined, undefined, true, false]);
    expect(send([coded(0), PAUSE, coded(1)]).map((each) => each?.marker)).toEqual([true, false, true]);
    expect(sent[5]!.timestamp - sent[0]!.timestamp).toBe(5 * 960);
    expect(sent[5]!.sequenceNumber - sent[0]!.sequenceNumber).toBe(3);
  });

  test('is not moved by uneven capture times, but by a microphone that was closed', () => {
    const stream = packetiser();
    const timestamps = [0, 35, 41, 440, 440, 10_440].map(
      (at) => stream.packetise({ packet: coded(0), capturedAt: START + at, redundancy: 0 })!.timestamp,
    );
    expect(timestamps.map((each) => (each - timestamps[0]!) / 960)).toEqual([0, 1, 2, 3, 4, 504]);
  });

  test('tells at a beginning and five times a second when its first sample was recorded', () => {
    const told = send(Array.from({ length: 25 }, (_, index) => coded(index))).map((each) => each!.capturedAt);
    expect(told.flatMap((at, index) => (at === undefined ? [] : [index]))).toEqual([0, 10, 20]);
    expect(told[10]).toBe(START + 10 * 20);
    const pausing = send([coded(0), coded(1), undefined, coded(2)]);
    expect(pausing[3]!.capturedAt).toBe(START + 3 * 20);
  });

  test('reports what was sent, and which sample is recorded now', () => {
    const stream = packetiser();
    const sent = [0, 1].map((index) =>
      stream.packetise({ packet: coded(index), capturedAt: START + (index + 1) * 20, redundancy: 1 })!,
    );
    const report = stream.report(START + 45, []);
    const octetCount = sent[0]!.payload.length + sent[1]!.payload.length;
    expect(report).toMatchObject({ ssrc: 7, sentAt: START + 45, packetCount: 2, octetCount });
    expect(report.timestamp).toBe(sent[0]!.timestamp + 45 * 48);
  });
});

describe('copies', () => {
  test.each([0, 1, 2] as const)('of %d earlier packets come with each', (redundancy) => {
    const packets = received(send([coded(0), coded(1), coded(2), coded(3)], redundancy));
    expect(packets.map(({ sounds }) => sounds.map((each) => each.packet[0]))).toEqual(
      [0, 1, 2, 3].map((index) =>
        Array.from({ length: Math.min(redundancy, index) + 1 }, (_, back) => index - back).toReversed(),
      ),
    );
    const [first] = packets;
    for (const { sounds } of packets)
      for (const { timestamp, packet: bytes } of sounds) {
        expect(timestamp).toBe(first!.sounds[0]!.timestamp + bytes[0]! * 960);
        expect(bytes).toEqual(coded(bytes[0]!));
      }
  });

  test('can be turned on and off with every packet', () => {
    const stream = packetiser();
    const levels = [1, 0, 2, 0, 1] as const;
    const counts = levels.map((redundancy, index) => {
      const sent = stream.packetise({ packet: coded(index), capturedAt: START + index * 20, redundancy });
      expect(sent!.payloadType).toBe(redundancy === 0 ? OPUS_PAYLOAD_TYPE : RED_PAYLOAD_TYPE);
      return readAudio(sent!)!.sounds.length;
    });
    expect(counts).toEqual([1, 1, 3, 1, 2]);
  });

  test('of what was said before a long pause are left out', () => {
    const pause = Array.from({ length: 20 }, () => undefined);
    const packets = received(send([coded(0), ...pause, coded(1)], 2));
    expect(packets.at(-1)!.sounds).toHaveLength(1);
  });
});

describe('a stranger', () => {
  test.each([
    ['another payload type', packet({ payloadType: 98 })],
    ['an empty packet', packet({ payloadType: OPUS_PAYLOAD_TYPE, payload: new Uint8Array(0) })],
    ['copies of nothing', packet({ payloadType: RED_PAYLOAD_TYPE, payload: new Uint8Array(0) })],
    ['another codec inside', packet({ payloadType: RED_PAYLOAD_TYPE, payload: Uint8Array.of(5, 1, 2) })],
    ['nothing to be heard', packet({ payloadType: RED_PAYLOAD_TYPE, payload: Uint8Array.of(111) })],
  ])('who sends %s is not heard', (_, sent) => {
    expect(readAudio(sent)).toBeUndefined();
  });

  test('whose copies are of another codec is heard without them', () => {
    const payload = Uint8Array.of(0x80 | 5, 0, 0, 2, OPUS_PAYLOAD_TYPE, 1, 1, 2, 2);
    const heard = readAudio(packet({ payloadType: RED_PAYLOAD_TYPE, timestamp: 960, payload }));
    expect(heard!.sounds).toEqual([{ timestamp: 960, packet: Uint8Array.of(2, 2) }]);
  });

  test('whose bytes are anything makes nothing throw', () => {
    const types = fc.constantFrom(OPUS_PAYLOAD_TYPE, RED_PAYLOAD_TYPE);
    fc.assert(
      fc.property(rtpPackets(), types, (sent, payloadType) => {
        const heard = readAudio({ ...sent, payloadType });
        for (const { timestamp, packet: bytes } of heard?.sounds ?? []) {
          expect(timestamp).toBe(timestamp >>> 0);
          expect(bytes.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
