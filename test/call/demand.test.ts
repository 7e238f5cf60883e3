import { describe, expect, test } from 'vitest';
import { Demand } from '../../src/call/picture/demand.ts';

/** A terminal that shows so many frames a second of those that are asked for, second by second. */
function play(demand: Demand, showable: readonly number[], from = 0): number[] {
  return showable.map((most, second) => {
    const painted = Math.min(most, demand.fps);
    demand.push({ painted, skipped: demand.fps - painted }, (from + second) * 1000);
    return demand.fps;
  });
}

const seconds = (count: number, showable: number): number[] => Array.from({ length: count }, () => showable);

describe('the frames that are asked for', () => {
  test('are all of them while all are shown', () => {
    expect(new Set(play(new Demand(30), seconds(100, 30)))).toEqual(new Set([30]));
  });

  test('are no more than are shown, after two seconds', () => {
    expect(play(new Demand(30), [30, 11, 11, 11])).toEqual([30, 30, 10, 10]);
  });

  test('are all of them for a second more at first, when we are busy ourselves', () => {
    expect(play(new Demand(30), [11, 11, 30])).toEqual([30, 30, 30]);
    expect(play(new Demand(30), [11, 11, 11])).toEqual([30, 30, 10]);
  });

  test('are all again soon after they were too many for the first time', () => {
    expect(play(new Demand(30), [30, 11, 11, ...seconds(9, 30)]).at(-1)).toBe(30);
  });

  test('do not change for a moment in which the terminal was busy', () => {
    expect(play(new Demand(30), [30, 5, 30, 30, 5, 30])).toEqual(seconds(6, 30));
  });

  test('are more, step by step, when the terminal is quick again', () => {
    const demand = new Demand(30);
    play(demand, seconds(3, 8));
    expect([...new Set(play(demand, seconds(40, 30), 3))]).toEqual([15, 10, 20, 30]);
    expect(demand.size).toBe(1);
  });

  test('are tried ever more seldom where they were too many', () => {
    const changes = play(new Demand(30), seconds(600, 15)).filter((fps, at, all) => fps !== all[at - 1]);
    expect(changes.length).toBeLessThan(25);
    expect(changes.every((fps) => fps >= 15)).toBe(true);
  });

  test('are a few even where nothing is shown', () => {
    expect(play(new Demand(30), seconds(20, 0)).at(-1)).toBe(5);
    expect(play(new Demand(2), seconds(20, 0)).at(-1)).toBe(1);
  });
});

describe('the size that is asked for', () => {
  test.each([
    [30, 1],
    [10, 1],
    [8, 1 / 2],
    [4, 1 / 4],
  ])('is less only below ten frames a second: of %d, %f', (shown, size) => {
    const demand = new Demand(30);
    play(demand, seconds(3, shown));
    expect(demand.size).toBe(size);
  });

  /** A line that carries so many pixels a second changes what is asked for how often in ten minutes? */
  test.each([1, 3, 6, 9, 14, 22])('settles where whole pictures come %d times a second', (fps) => {
    const demand = new Demand(30);
    const asked = Array.from({ length: 600 }, (_, second) => {
      play(demand, [Math.floor(fps / demand.size)], second);
      return `${demand.fps} ${demand.size}`;
    });
    expect(asked.filter((each, at) => each !== asked[at - 1]).length).toBeLessThan(30);
    expect(asked.slice(-60).filter((each, at, all) => each !== all[at - 1]).length).toBeLessThan(5);
  });
});
