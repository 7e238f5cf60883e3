import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LastLevels } from '../../src/voice/last-levels.ts';

test('of the levels since it was cleared, the last so many count', () => {
  const step = fc.oneof(fc.constant('clear' as const), fc.double({ min: -100, max: 0, noNaN: true }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(step), (turns, steps) => {
      const levels = new LastLevels(turns);
      let all: number[] = [];
      for (const each of steps) {
        if (each === 'clear') levels.clear();
        else levels.push(each);
        all = each === 'clear' ? [] : [...all, each];
        const last = all.slice(-turns);
        expect([levels.count, levels.lowest, levels.highest]).toEqual([
          all.length,
          Math.min(...last),
          Math.max(...last),
        ]);
      }
    }),
  );
});
