import { describe, expect, it } from 'vitest';
import { METER_STEPS } from '../../src/base/audio.ts';
import { LevelMeter } from '../../src/voice/level-meter.ts';

/** What it shows of a level, at first. */
function stepOf(levelDb: number): number {
  const meter = new LevelMeter();
  meter.push(levelDb, 0);
  return meter.step;
}

describe('a level meter', () => {
  it.each([
    [-127, 0],
    [-50, 0],
    [-44, 1],
    [-30, 3],
    [-10, METER_STEPS - 1],
    [0, METER_STEPS - 1],
  ])('shows %i dBFS as step %i', (levelDb, step) => expect(stepOf(levelDb)).toBe(step));

  it('shows no less of what is louder', () => {
    const steps = Array.from({ length: 128 }, (_, index) => stepOf(index - 127));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it('moves at most eight times a second, however wild the sound', () => {
    const meter = new LevelMeter();
    let moves = 0;
    for (let now = 0; now < 10_000; now += 20)
      moves += Number(meter.push((now / 20) % 20 < 10 ? -60 : -10, now));
    expect(moves).toBeGreaterThan(20);
    expect(moves).toBeLessThanOrEqual(80);
  });

  it('does not move while the loudness stays', () => {
    const meter = new LevelMeter();
    const moves = Array.from({ length: 500 }, (_, index) => meter.push(-30, index * 20));
    expect(moves.filter(Boolean)).toEqual([true]);
  });

  it('shows the loudest of what came since it was read', () => {
    const meter = new LevelMeter();
    for (const [now, levelDb] of [-60, -60, -12, -60, -60, -60, -60, -60].entries())
      meter.push(levelDb, now * 20);
    expect(meter.step).toBe(6);
  });
});
