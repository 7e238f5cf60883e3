import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RtcpPacketConverter } from 'werift-rtp';
import { readRtcp, writeRtcp } from '../../src/rtp/rtcp.ts';
import type { Rtcp } from '../../src/rtp/rtcp.ts';
import type { ReportBlock } from '../../src/rtp/report.ts';
import { bytes, hostile, times, uint32 } from './arbitraries.ts';

const BLOCK: ReportBlock = {
  ssrc: 0xdeadbeef,
  fractionLost: 0x40,
  cumulativeLost: -2,
  highestSequence: 0x00011234,
  jitter: 450,
  lastSenderReport: 0x7e808000,
  delaySinceLastSenderReport: 0x8000,
};

const GOLDEN: [string, Rtcp, string][] = [
  [
    'a sender report',
    {
      kind: 'sender report',
      ssrc: 7,
      sentAt: 500,
      timestamp: 0x01020304,
      packetCount: 6,
      octetCount: 0x1000,
      reports: [BLOCK],
    },
    `81c8000c 00000007 83aa7e8080000000 01020304 00000006 00001000
     deadbeef 40fffffe 00011234 000001c2 7e808000 00008000`,
  ],
  [
    'a receiver report',
    { kind: 'receiver report', ssrc: 7, reports: [BLOCK] },
    '81c90007 00000007 deadbeef 40fffffe 00011234 000001c2 7e808000 00008000',
  ],
  [
    'a picture loss indication',
    { kind: 'picture loss', ssrc: 7, mediaSsrc: 9 },
    '81ce0002 00000007 00000009',
  ],
  ['a goodbye', { kind: 'goodbye', ssrcs: [7, 9] }, '82cb0002 00000007 00000009'],
  [
    'a clock ping',
    { kind: 'clock ping', ssrc: 7, sentAt: 500 },
    '80cc0004 00000007 70696e67 83aa7e8080000000',
  ],
  [
    'a clock pong',
    { kind: 'clock pong', ssrc: 7, sentAt: 500, receivedAt: 750, answeredAt: 1000 },
    '80cc0008 00000007 706f6e67 83aa7e8080000000 83aa7e80c0000000 83aa7e8100000000',
  ],
];

test.each(GOLDEN)('%s is these bytes', (_, packet, hex) => {
  expect(writeRtcp([packet])).toEqual(bytes(hex));
  expect(readRtcp(bytes(hex))).toEqual([packet]);
});

const block = (): fc.Arbitrary<ReportBlock> =>
  fc.record({
    ssrc: uint32(),
    fractionLost: fc.nat(255),
    cumulativeLost: fc.integer({ min: -0x800000, max: 0x7fffff }),
    highestSequence: uint32(),
    jitter: uint32(),
    lastSenderReport: uint32(),
    delaySinceLastSenderReport: uint32(),
  });
const reports = (): fc.Arbitrary<ReportBlock[]> =>
  fc.oneof(fc.array(block(), { maxLength: 3 }), fc.array(block(), { minLength: 31, maxLength: 31 }));

const rtcp = (): fc.Arbitrary<Rtcp> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('sender report' as const),
      ssrc: uint32(),
      sentAt: times(),
      timestamp: uint32(),
      packetCount: uint32(),
      octetCount: uint32(),
      reports: reports(),
    }),
    fc.record({ kind: fc.constant('receiver report' as const), ssrc: uint32(), reports: reports() }),
    fc.record({ kind: fc.constant('picture loss' as const), ssrc: uint32(), mediaSsrc: uint32() }),
    fc.record({ kind: fc.constant('goodbye' as const), ssrcs: fc.array(uint32(), { maxLength: 31 }) }),
    fc.record({ kind: fc.constant('clock ping' as const), ssrc: uint32(), sentAt: times() }),
    fc.record({
      kind: fc.constant('clock pong' as const),
      ssrc: uint32(),
      sentAt: times(),
      receivedAt: times(),
      answeredAt: times(),
    }),
  );

test('a compound of whatever is written is read back', () => {
  fc.assert(
    fc.property(fc.array(rtcp(), { minLength: 1, maxLength: 5 }), (packets) => {
      expect(readRtcp(writeRtcp(packets))).toEqual(packets);
    }),
  );
});

test('another implementation reads reports and picture loss indications', () => {
  const [sender, receiver, loss] = RtcpPacketConverter.deSerialize(
    Buffer.from(writeRtcp(GOLDEN.slice(0, 3).map(([, packet]) => packet))),
  );
  const reported = {
    ssrc: 0xdeadbeef,
    fractionLost: 0x40,
    highestSequence: 0x00011234,
    jitter: 450,
    lsr: 0x7e808000,
    dlsr: 0x8000,
  };
  const senderInfo = {
    ntpTimestamp: 0x83aa7e8080000000n,
    rtpTimestamp: 0x01020304,
    packetCount: 6,
    octetCount: 0x1000,
  };
  expect(sender).toMatchObject({ type: 200, ssrc: 7, senderInfo, reports: [reported] });
  expect(receiver).toMatchObject({ type: 201, ssrc: 7, reports: [reported] });
  expect(loss).toMatchObject({ type: 206, feedback: { senderSsrc: 7, mediaSsrc: 9 } });
});

const LOSS = '81ce0002 00000007 00000009';

test.each([
  ['a source description', `81ca0001 00000007 ${LOSS}`],
  ['feedback of another format', `84ce0002 00000007 00000009 ${LOSS}`],
  ['a packet of another application', `80cc0002 00000007 61626364 ${LOSS}`],
  ['a type from the future', `80df0000 ${LOSS}`],
])('%s is left out of its compound', (_, hex) => {
  expect(readRtcp(bytes(hex))).toEqual([{ kind: 'picture loss', ssrc: 7, mediaSsrc: 9 }]);
});

test('the padding of the last packet is taken off', () => {
  expect(readRtcp(bytes('a1ce0003 00000007 00000009 00000004'))).toHaveLength(1);
});

test('a goodbye may name nobody, or a reason', () => {
  expect(readRtcp(bytes('80cb0000'))).toEqual([{ kind: 'goodbye', ssrcs: [] }]);
  expect(readRtcp(bytes('81cb0002 00000007 03627965'))).toEqual([{ kind: 'goodbye', ssrcs: [7] }]);
});

test.each([
  ['nothing', ''],
  ['half a header', '81ce'],
  ['another version', '41ce0002 00000007 00000009'],
  ['a length beyond the end', '81ce0003 00000007 00000009'],
  ['bytes after the last packet', `${LOSS} 80`],
  ['padding in the middle', `a1ce0003 00000007 00000009 00000004 ${LOSS}`],
  ['padding of no bytes', 'a1ce0003 00000007 00000009 00000000'],
  ['padding of half a word', 'a1ce0003 00000007 00000009 00000002'],
  ['padding longer than the packet', 'a1ce0003 00000007 00000009 00000010'],
  ['a report without its block', '81c90001 00000007'],
  ['a sender report without its counts', '80c80003 00000007 83aa7e80 80000000'],
  ['half a picture loss indication', '81ce0001 00000007'],
  ['a goodbye with fewer sources than it counts', '82cb0001 00000007'],
  ['an application without a name', '80cc0001 00000007'],
  ['a ping without a time', '80cc0002 00000007 70696e67'],
  ['a pong with one time', '80cc0004 00000007 706f6e67 83aa7e8080000000'],
])('%s is no compound packet', (_, hex) => {
  expect(readRtcp(bytes(hex))).toBeUndefined();
});

test('more sources than can be counted are a mistake of ours', () => {
  expect(() => writeRtcp([{ kind: 'goodbye', ssrcs: Array.from({ length: 32 }, () => 1) }])).toThrow(
    RangeError,
  );
});

test('no bytes make the reader throw', () => {
  const samples = GOLDEN.map(([, , hex]) => bytes(hex));
  fc.assert(
    fc.property(hostile(samples), (each) => {
      readRtcp(each);
    }),
    { numRuns: 5000 },
  );
});
