import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reception } from '../../src/rtp/reception.ts';
import { packet, uint16 } from './arbitraries.ts';

const CLOCK_RATE = 90_000;
const NOW = Date.UTC(2030, 0, 1);

function received(sequenceNumbers: readonly number[]): Reception {
  const reception = new Reception(7, CLOCK_RATE);
  for (const sequenceNumber of sequenceNumbers) reception.push(packet({ sequenceNumber }), NOW);
  return reception;
}

test('before the first packet there is nothing to tell', () => {
  const reception = new Reception(7, CLOCK_RATE);
  expect(reception.highestSequence).toBeUndefined();
  expect(reception.report(NOW)).toEqual({
    ssrc: 7,
    fractionLost: 0,
    cumulativeLost: 0,
    highestSequence: 0,
    jitter: 0,
    lastSenderReport: 0,
    delaySinceLastSenderReport: 0,
  });
});

test.each([
  ['none lost', [1, 2, 3, 4], 0, 0, 0],
  ['one of four lost', [1, 2, 4], 64, 1, 25],
  ['reordered is not lost', [1, 3, 2, 4], 0, 0, 0],
  ['duplicates make up for losses', [1, 2, 2, 4], 0, 0, 0],
  ['duplicates count below zero', [1, 2, 2, 2], 0, -2, 0],
  ['lost over the wrap', [65534, 1], 128, 2, 50],
  ['almost all lost', [0, 999], 255, 998, 99.8],
])('%s', (_, sequenceNumbers, fractionLost, cumulativeLost, lossPct) => {
  const reception = received(sequenceNumbers);
  expect(reception.report(NOW)).toMatchObject({ fractionLost, cumulativeLost });
  expect(reception.lossPct).toBeCloseTo(lossPct);
});

test('the fraction is about the last interval, the sum about all', () => {
  const reception = received([1, 2, 4]);
  reception.report(NOW);
  reception.push(packet({ sequenceNumber: 5 }), NOW);
  reception.push(packet({ sequenceNumber: 6 }), NOW);
  expect(reception.report(NOW)).toMatchObject({ fractionLost: 0, cumulativeLost: 1, highestSequence: 6 });
  expect(reception.report(NOW)).toMatchObject({ fractionLost: 0, cumulativeLost: 1 });
});

test('what comes late makes up for the interval before', () => {
  const reception = received([1, 2, 4]);
  reception.report(NOW);
  reception.push(packet({ sequenceNumber: 3 }), NOW);
  expect(reception.report(NOW)).toMatchObject({ fractionLost: 0, cumulativeLost: 0 });
});

test('the sum stays within 24 bits', () => {
  const reception = new Reception(7, CLOCK_RATE);
  for (let jump = 0; jump < 300; jump++) {
    reception.push(packet({ sequenceNumber: (jump * 32_000) & 0xffff }), NOW);
  }
  expect(reception.report(NOW).cumulativeLost).toBe(0x7fffff);
});

test('the highest sequence number counts wraps, whatever comes late', () => {
  fc.assert(
    fc.property(uint16(), fc.array(fc.integer({ min: -100, max: 1000 })), (first, steps) => {
      const reception = received([first]);
      let highest = first;
      for (const step of steps) {
        reception.push(packet({ sequenceNumber: (highest + step) & 0xffff }), NOW);
        highest = Math.max(highest, highest + step);
      }
      expect(reception.highestSequence).toBe(highest);
    }),
  );
});

test('the jitter is that of the formula in RFC 3550, 6.4.1', () => {
  const offsets = fc.oneof(fc.nat(0xffffffff), fc.integer({ min: 0xffff0000, max: 0xffffffff }));
  const packets = fc.record({ afterMs: fc.nat(100), lateMs: fc.nat(200) });
  fc.assert(
    fc.property(fc.array(packets, { minLength: 2 }), offsets, (steps, offset) => {
      const reception = new Reception(7, CLOCK_RATE);
      let [sentMs, slowJitter, previousLateMs] = [0, 0, steps[0]!.lateMs];
      for (const { afterMs, lateMs } of steps) {
        sentMs += afterMs;
        reception.push(packet({ timestamp: (offset + sentMs * 90) >>> 0 }), NOW + sentMs + lateMs);
        slowJitter += (Math.abs(lateMs - previousLateMs) - slowJitter) / 16;
        previousLateMs = lateMs;
      }
      expect(reception.jitterMs).toBeCloseTo(slowJitter);
      expect(reception.report(NOW).jitter / 90).toBeCloseTo(slowJitter, 1);
    }),
  );
});

test('the sender learns its round trip from the report', () => {
  const reception = received([1]);
  reception.senderReport(500, NOW);
  expect(reception.report(NOW + 250)).toMatchObject({
    lastSenderReport: 0x7e808000,
    delaySinceLastSenderReport: 0x4000,
  });
});
