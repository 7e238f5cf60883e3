import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Course, Trends } from '../../src/call/state.ts';
import { lineWidth } from '../../src/ui/span.ts';
import { roundUp, sparkline } from '../../src/ui/sparkline.ts';
import { symbolsFor } from '../../src/ui/symbols.ts';
import { trendRows } from '../../src/ui/trends.ts';

const levels = '12345678';
const draw = (course: Course, more: { count?: number; perCell?: number; cells?: number } = {}): string =>
  sparkline({ course, count: course.length, perCell: 1, pick: Math.max, top: 8, levels, cells: 8, ...more });

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => (index * 7) % 8);

/** The bars at some second, but for those that are still filled or emptied. */
const shape = (now: number): string =>
  draw(upTo(now).slice(-60), { count: now, perCell: 5, cells: 12 }).slice(1, -1);

describe('sparkline', () => {
  it('has a level for each eighth of the scale, and never leaves it', () => {
    expect(draw([0, 0.9, 1, 3.9, 4, 7.9, 8, 90])).toBe('11245888');
  });

  it('puts the newest at the right, and leaves blank what was not measured', () => {
    expect(draw([1, 2, undefined, 4])).toBe('    23 5');
    expect(draw([])).toBe('        ');
  });

  it('lets seconds that share a cell speak through one of them', () => {
    expect(draw([1, 5, 0, 0, undefined, 2, undefined, undefined], { perCell: 2, cells: 4 })).toBe('613 ');
  });

  it('only ever moves bars to the left, whatever the second', () => {
    for (let now = 65; now < 200; now++) {
      const before = shape(now - 1);
      const after = shape(now);
      expect(now % 5 === 1 ? after.slice(0, -1) : after).toBe(now % 5 === 1 ? before.slice(1) : before);
    }
  });
});

describe('roundUp', () => {
  it.each([
    [0, 0],
    [0.4, 0.5],
    [1, 1],
    [10, 10],
    [11, 20],
    [21, 30],
    [30, 30],
    [31, 50],
    [51, 100],
    [1000, 1000],
    [1001, 2000],
  ])('%d becomes %d', (value, rounded) => {
    expect(roundUp(value)).toBeCloseTo(rounded);
  });

  it('is never below, and less than three times as much', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (value) => {
        expect(roundUp(value)).toBeGreaterThanOrEqual(value);
        expect(roundUp(value)).toBeLessThan(3 * value);
      }),
    );
  });
});

const steady = (value: number): Course => Array.from({ length: 60 }, () => value);

const trends = (fps: Course): Trends => ({
  seconds: 60,
  kbpsIn: steady(170),
  kbpsOut: steady(12_345),
  fps,
  latencyMs: steady(9),
  rttMs: steady(0.4),
});

const print = (columns: number, asciiOnly: boolean, fps = steady(30.3)): string =>
  trendRows(trends(fps), columns, symbolsFor(asciiOnly))
    .map((line) => line.map(({ text }) => text).join(''))
    .join('\n');

describe('trendRows', () => {
  it('says where each scale ends, and draws no mountains out of noise', () => {
    expect(print(30, false)).toBe(
      [
        'last minute              up to',
        'fps        ▇▇▇▇▇▇▇▇▇▇▇▇     30',
        'kbit/s in  ▆▆▆▆▆▆▆▆▆▆▆▆    200',
        'kbit/s out ▅▅▅▅▅▅▅▅▅▅▅▅  20000',
        'latency    ▂▂▂▂▂▂▂▂▂▂▂▂  50 ms',
        'round trip ▁▁▁▁▁▁▁▁▁▁▁▁  50 ms',
      ].join('\n'),
    );
  });

  it('keeps to ASCII when asked to', () => {
    expect(print(30, true)).toMatch(/^[\n -~]*$/);
    expect(print(30, true)).toContain('fps        ############     30');
  });

  it('shows a second without a picture however many share a cell', () => {
    const hole = steady(30).with(42, 0);
    for (let columns = 30; columns < 100; columns++) expect(print(columns, false, hole)).toContain('▁▇');
  });

  it('is aligned, and never wider than it may be', () => {
    for (let columns = 30; columns < 200; columns++) {
      const widths = trendRows(trends(steady(30)), columns, symbolsFor(false)).map(lineWidth);
      expect(new Set(widths).size).toBe(1);
      expect(widths[0]).toBeLessThanOrEqual(columns);
    }
  });
});
