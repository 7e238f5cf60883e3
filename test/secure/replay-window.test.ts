import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplayWindow } from '../../src/secure/replay-window.ts';

describe('ReplayWindow', () => {
  it('refuses what it has accepted and what is too old, as a list of all would', () => {
    const anyStep = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -1100, max: 30 }) }, fc.nat(5000));
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 300 }), (steps) => {
        const window = new ReplayWindow();
        const accepted = new Set<number>();
        for (const step of steps) {
          const highest = Math.max(0, ...accepted);
          const index = Math.max(0, highest + step);
          const tooOld = accepted.size > 0 && index <= highest - 1024;
          const expected = tooOld ? 'old' : accepted.has(index) ? 'replayed' : undefined;
          expect(window.refusal(index)).toBe(expected);
          if (expected) continue;
          window.accept(index);
          accepted.add(index);
        }
      }),
    );
  });

  it('changes nothing when it is only asked', () => {
    const window = new ReplayWindow();
    window.refusal(9000);
    expect(window.highest).toBeUndefined();
    expect(window.refusal(1)).toBeUndefined();
  });

  it('works at the end of 48 bits', () => {
    const window = new ReplayWindow();
    window.accept(2 ** 48 - 1);
    expect(window.refusal(2 ** 48 - 1)).toBe('replayed');
    expect(window.refusal(2 ** 48 - 1024)).toBeUndefined();
    expect(window.refusal(2 ** 48 - 1025)).toBe('old');
  });
});
