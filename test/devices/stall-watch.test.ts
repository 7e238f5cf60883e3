import { expect, test } from 'vitest';
import { StallWatch } from '../../src/devices/stall-watch.ts';
import { VirtualClock } from '../virtual-clock.ts';

function watched(): { clock: VirtualClock; watch: StallWatch; stalls: number[] } {
  const clock = new VirtualClock(0);
  const stalls: number[] = [];
  const watch = new StallWatch(clock, 2000, () => stalls.push(clock.now()));
  return { clock, watch, stalls };
}

test('nothing at all is a stall after the limit, told once', () => {
  const { clock, stalls } = watched();
  clock.advance(1999);
  expect(stalls).toEqual([]);
  clock.advance(60_000);
  expect(stalls).toEqual([2000]);
});

test('the limit counts from the last sign of life', () => {
  const { clock, watch, stalls } = watched();
  for (let time = 0; time < 10_000; time += 500) {
    clock.advance(500);
    watch.feed();
  }
  clock.advance(5000);
  expect(stalls).toEqual([12_000]);
});

test('after a stall and a sign of life the next stall is told again', () => {
  const { clock, watch, stalls } = watched();
  clock.advance(3000);
  watch.feed();
  clock.advance(3000);
  expect(stalls).toEqual([2000, 5000]);
});

test('closed, it leaves no alarm', () => {
  const { clock, watch, stalls } = watched();
  watch.close();
  expect(clock.pending).toBe(0);
  clock.advance(5000);
  expect(stalls).toEqual([]);
});
