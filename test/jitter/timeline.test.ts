import { expect, test } from 'vitest';
import { Timeline } from '../../src/jitter/timeline.ts';

const NO_GAP = { turns: 0, packets: 0 };

/** Packets with these sequence numbers, so many turns after the first. */
const gaps = (...packets: readonly (readonly [sequenceNumber: number, turn: number])[]) => {
  const timeline = new Timeline();
  return packets.map(([sequenceNumber, turn]) =>
    timeline.push({ sequenceNumber, sounds: [], capturedAt: undefined }, (0xffff_ff00 + turn * 960) >>> 0),
  );
};

test('nothing is missing before the first packet, nor between two in a row, also where the numbers wrap', () => {
  expect(gaps([0xffff, 0], [0, 1])).toEqual([NO_GAP, NO_GAP]);
});

test.each([
  ['lost packets', [3, 5], { turns: 4, packets: 2 }],
  ['a pause', [1, 40], { turns: 39, packets: 0 }],
  ['a pause of which the announcement was lost', [2, 40], { turns: 39, packets: 1 }],
] as const)('%s', (_, [sequenceNumber, turn], gap) => {
  expect(gaps([0, 0], [sequenceNumber, turn])[1]).toEqual(gap);
});

test('a packet that comes later than others leaves no gap, before or after', () => {
  expect(gaps([0, 0], [2, 2], [1, 1], [3, 3]).slice(2)).toEqual([NO_GAP, NO_GAP]);
});

test('turns are whole, whatever the timestamps, and go on below zero', () => {
  const timeline = new Timeline();
  expect(timeline.turnOf(77)).toBe(0);
  timeline.push({ sequenceNumber: 0, sounds: [], capturedAt: undefined }, 100);
  expect([100, 100 + 960, 100 + 648, 100 + 470].map((each) => timeline.turnOf(each))).toEqual([0, 1, 1, 0]);
  expect(timeline.turnOf((100 - 2 * 960) >>> 0)).toBe(-2);
});
