import { expect, test } from 'vitest';
import { ArrivalDelays } from '../../src/jitter/arrival-delays.ts';

const TRANSIT_MS = 25;
const IN_TIME = 0.995;

/** Packets of 20 ms each, of which those of `held` stand still for so many ms, and those behind them as long as that lasts. */
function delays(packets: number, held: Readonly<Record<number, number>> = {}): ArrivalDelays {
  const seen = new ArrivalDelays();
  let freeAt = 0;
  for (let index = 0; index < packets; index++) {
    const at = Math.max(freeAt, index * 20 + TRANSIT_MS + (held[index] ?? 0));
    freeAt = at + 0.1;
    seen.push(index * 20, at);
  }
  return seen;
}

const late = (packets: number, held?: Readonly<Record<number, number>>): number =>
  Math.round(delays(packets, held).quantile(IN_TIME));

test('nobody is late on an even way, and nothing is known before the first', () => {
  expect(late(0)).toBe(0);
  expect(late(1)).toBe(0);
  expect(late(500)).toBe(0);
  expect(delays(500).baseMs).toBe(TRANSIT_MS);
});

test('one stall is an accident, two are how the network is', () => {
  expect(late(300, { 150: 90 })).toBe(0);
  expect(late(300, { 150: 90, 250: 70 })).toBe(70);
});

test('what stood in the queue of a stall was not late of itself', () => {
  // Ten packets come at once, and would be one in fifty.
  expect(late(500, { 300: 200 })).toBe(0);
});

test('while both programs begin some stalls are accidents, and jitter is none', () => {
  const stalls = { 3: 300, 20: 190, 40: 160, 60: 100, 70: 100 };
  expect(late(90, stalls)).toBe(0);
  expect(late(90, { ...stalls, 80: 90 })).toBe(90);
  const jitter = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [index, (index % 5) * 15]));
  expect(late(90, jitter)).toBe(60);
});

test('what was late while both programs began is forgotten soon', () => {
  const start = { 3: 300, 20: 45, 40: 45, 60: 45 };
  expect(late(100, start)).toBe(45);
  expect(late(120, start)).toBe(45);
  expect(late(125, start)).toBe(0);
});

test('a way that has become longer makes nobody late after two seconds', () => {
  const seen = new ArrivalDelays();
  for (let index = 0; index < 400; index++) seen.push(index * 20, index * 20 + (index < 250 ? 25 : 85));
  expect(seen.quantile(IN_TIME)).toBe(0);
  expect(seen.baseMs).toBe(85);
});
