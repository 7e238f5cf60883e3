import { expect, test } from 'vitest';
import { Turnstile } from '../../src/net/turnstile.ts';
import { VirtualClock } from '../virtual-clock.ts';

const SECOND = 1000;

/** A turnstile, and who has gone through it. */
function turnstile() {
  const clock = new VirtualClock(0);
  const stile = new Turnstile(clock);
  const passed: { source: string; at: number }[] = [];
  const come = (source: string) => stile.wait(source, () => passed.push({ source, at: clock.now() }));
  const timesOf = (source: string): number[] =>
    passed.filter((each) => each.source === source).map(({ at }) => at);
  return { clock, passed, come, timesOf };
}

test('who comes now and then never waits', () => {
  const { clock, passed, come } = turnstile();
  for (let turn = 0; turn < 100; turn++) {
    for (let time = 0; time < 3; time++) come('ana');
    expect(passed).toHaveLength(3 * (turn + 1));
    clock.advance(2 * SECOND);
  }
  expect(clock.pending).toBe(0);
});

test('one source has 16 at once, then two a second', () => {
  const { clock, passed, come, timesOf } = turnstile();
  for (let time = 0; time < 20; time++) come('eve');
  expect(passed).toHaveLength(16);
  clock.advance(10 * SECOND);
  expect(timesOf('eve').slice(15)).toEqual([0, 500, 1000, 1500, 2000]);
  expect(clock.pending).toBe(0);
});

test('all together have 32 at once, then twenty a second', () => {
  const { clock, passed, come } = turnstile();
  for (let source = 0; source < 1000; source++) come(`eve ${source}`);
  expect(passed).toHaveLength(32);
  clock.advance(10 * SECOND);
  expect(passed).toHaveLength(32 + 200);
});

test.each([1, 10, 50])(
  'in a flood from %i places a caller goes first, also for pictures and sound',
  (places) => {
    const { clock, come, timesOf } = turnstile();
    for (let time = 0; time < 2000; time++) {
      come(`eve ${time % places}`);
      clock.advance(10);
    }
    const cameAt = clock.now();
    for (let time = 0; time < 3; time++) come('ana');
    clock.advance(SECOND);
    expect(timesOf('ana')).toHaveLength(3);
    expect(Math.max(...timesOf('ana')) - cameAt).toBeLessThanOrEqual(150);
  },
);

test('who has left is passed over, and nobody is waited for', () => {
  const { clock, passed, come } = turnstile();
  const leave = Array.from({ length: 20 }, () => come('eve'));
  for (const each of leave) each();
  expect(clock.pending).toBe(0);
  clock.advance(10 * SECOND);
  expect(passed).toHaveLength(16);
});
