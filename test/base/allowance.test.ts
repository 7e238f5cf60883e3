import { describe, expect, it } from 'vitest';
import { Allowance, perSecond } from '../../src/base/allowance.ts';

/** How many of `count` are let through at one moment. */
const letThrough = (allowance: Allowance, count: number, now: number): number =>
  Array.from({ length: count }, () => allowance.take(now)).filter(Boolean).length;

describe('Allowance', () => {
  it('lets through at once what may come in a second', () => {
    expect(letThrough(new Allowance(perSecond(20)), 1000, 5000)).toBe(20);
  });

  it('lets through no more in the long run, however often is asked', () => {
    const allowance = new Allowance(perSecond(20));
    let through = 0;
    for (let now = 0; now < 10_000; now++) through += letThrough(allowance, 10, now);
    expect(through).toBeGreaterThanOrEqual(218);
    expect(through).toBeLessThanOrEqual(220);
  });

  it('does not save up what was not used', () => {
    const allowance = new Allowance(perSecond(20));
    letThrough(allowance, 20, 0);
    expect(letThrough(allowance, 1000, 500)).toBe(10);
    expect(letThrough(allowance, 1000, 3_600_000)).toBe(20);
  });
});
