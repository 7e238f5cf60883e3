import { describe, expect, test } from 'vitest';
import { FrameRate } from '../../src/call/frame-rate.ts';

/** A terminal that shows so many frames a second of those that are asked for, second by second. */
function play(rate: FrameRate, showable: readonly number[], from = 0): number[] {
  return showable.map((most, second) => {
    const painted = Math.min(most, rate.fps);
    rate.push({ painted, skipped: rate.fps - painted }, (from + second) * 1000);
    return rate.fps;
  });
}

const seconds = (count: number, showable: number): number[] => Array.from({ length: count }, () => showable);

describe('the frames that are asked for', () => {
  test('are all of them while all are shown', () => {
    expect(new Set(play(new FrameRate(30), seconds(100, 30)))).toEqual(new Set([30]));
  });

  test('are no more than are shown, after two seconds', () => {
    expect(play(new FrameRate(30), seconds(3, 11))).toEqual([30, 10, 10]);
  });

  test('do not change for a moment in which the terminal was busy', () => {
    expect(play(new FrameRate(30), [30, 5, 30, 30, 5, 30])).toEqual(seconds(6, 30));
  });

  test('are more, step by step, when the terminal is quick again', () => {
    const rate = new FrameRate(30);
    play(rate, seconds(3, 8));
    expect([...new Set(play(rate, seconds(40, 30), 3))]).toEqual([8, 10, 15, 20, 30]);
  });

  test('are tried ever more seldom where they were too many', () => {
    const changes = play(new FrameRate(30), seconds(600, 15)).filter((fps, at, all) => fps !== all[at - 1]);
    expect(changes.length).toBeLessThan(25);
    expect(changes.every((fps) => fps >= 15)).toBe(true);
  });

  test('are a few even where nothing is shown', () => {
    expect(play(new FrameRate(30), seconds(20, 0)).at(-1)).toBe(5);
    expect(play(new FrameRate(2), seconds(20, 0)).at(-1)).toBe(1);
  });
});
