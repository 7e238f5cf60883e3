import { beforeEach, expect, test } from 'vitest';
import { PAUSE } from '../../src/base/opus-packet.ts';
import { SoundBuffer } from '../../src/jitter/sound-buffer.ts';
import type { NextSound, SoundBufferCounts } from '../../src/jitter/sound-buffer.ts';
import { coded, turnIn } from './sound-network.ts';

let counts: SoundBufferCounts;
let buffer: SoundBuffer;
beforeEach(() => {
  counts = { concealed: 0, late: 0, duplicate: 0 };
  buffer = new SoundBuffer(counts);
});

const push = (turn: number, at: number, packet: Uint8Array = coded(turn)): void =>
  buffer.push(
    { sequenceNumber: turn, sounds: [{ timestamp: turn * 960, packet }], capturedAt: undefined },
    at,
  );

/** In short: a turn, 'copy of 3', 'conceal', 'pause'. */
function told(sound: NextSound): string | number {
  if (typeof sound === 'string') return sound;
  if ('recoverFrom' in sound) return `copy of ${turnIn(sound.recoverFrom) - 1}`;
  return sound.packet.length > 2 ? turnIn(sound.packet) : 'silence';
}
const next = (...times: readonly number[]): (string | number)[] => times.map((now) => told(buffer.next(now)));

/** A turn each 20 ms, beginning when the first has waited 40 ms. */
const START = 40;
const turns = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => START + (first + index) * 20);

test('begins when the first packet has waited', () => {
  push(0, 0);
  push(1, 20);
  expect(next(0, 20, 39, 40, 60)).toEqual(['pause', 'pause', 'pause', 0, 1]);
});

test('what is missing in front of something else is taken from its copy, or made up', () => {
  for (const turn of [0, 1, 4, 6]) push(turn, turn * 20, coded(turn, turn === 6));
  expect(next(...turns(0, 6))).toEqual([0, 1, 'conceal', 'conceal', 4, 'copy of 5', 6]);
  expect(counts).toEqual({ concealed: 2, late: 0, duplicate: 0 });
});

test('while nothing is there the turn stands still, and the delay grows', () => {
  push(0, 0);
  expect(next(...turns(0, 2))).toEqual([0, 'conceal', 'conceal']);
  push(1, 95);
  push(2, 96);
  expect(next(...turns(3, 4))).toEqual([1, 2]);
  expect(counts.concealed).toBe(2);
});

test('a turn that was waited for in vain is over', () => {
  push(0, 0);
  expect(next(...turns(0, 1))).toEqual([0, 'conceal']);
  push(2, 70);
  expect(next(...turns(2, 2))).toEqual([2]);
  push(1, 90);
  expect(counts).toEqual({ concealed: 1, late: 1, duplicate: 0 });
});

test('after half a second of guesses there is a pause, which the next packet ends in its time', () => {
  push(0, 0);
  const heard = next(...turns(0, 27));
  expect(heard.slice(0, 2)).toEqual([0, 'conceal']);
  expect(heard.slice(24)).toEqual(['conceal', 'conceal', 'pause', 'pause']);
  push(100, 2000);
  expect(next(2000, 2039, 2040)).toEqual(['pause', 'pause', 100]);
});

test('a pause is one until something comes', () => {
  push(0, 0);
  push(1, 20, PAUSE);
  expect(next(...turns(0, 40))).toEqual([0, 'silence', ...Array.from({ length: 39 }, () => 'pause')]);
  expect(counts.concealed).toBe(0);
});

test('what is more than 200 ms behind is thrown away, and told', () => {
  push(0, 0);
  expect(next(...turns(0, 1))).toEqual([0, 'conceal']);
  for (let turn = 1; turn <= 30; turn++) push(turn, 600);
  expect(next(600)).toEqual([20]);
  expect(counts).toEqual({ concealed: 19, late: 19, duplicate: 0 });
});

test('a packet twice, or one that was played, is a duplicate', () => {
  push(0, 0);
  push(0, 1);
  next(START);
  push(0, 50);
  expect(counts.duplicate).toBe(2);
});
