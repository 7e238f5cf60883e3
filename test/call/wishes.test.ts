import { expect, test } from 'vitest';
import { Headless } from '../../src/call/headless.ts';
import { Wishes } from '../../src/call/picture/wishes.ts';
import { callState } from '../ui/support.ts';
import { statsLine } from './stats-line.ts';

/** The wish on a screen of so many columns after a minute in which hardly anything was shown. */
function wishOnSlow(columns: number): { width: number; height: number } {
  const wishes = new Wishes(new Headless({ columns, rows: columns / 4, painted: () => {} }), 30);
  const stats = statsLine({});
  for (let second = 1; second < 60; second++)
    wishes.measured({ ...stats, tty: { ...stats.tty, fps: 1, skipped: second * 20 } }, second * 1000);
  const { width, height } = wishes.take(callState());
  return { width, height };
}

test.each([
  [400, { width: 100, height: 50 }],
  [120, { width: 60, height: 30 }],
  [40, { width: 40, height: 20 }],
])('a slow terminal of %d pixels asks for a quarter of them each way, but for no blur', (columns, size) => {
  expect(wishOnSlow(columns)).toEqual(size);
});
