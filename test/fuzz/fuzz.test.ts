import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { seeded } from '../render/random-grid.ts';
import { fuzz, type Tally } from './fuzzer.ts';
import { targetsIn } from './targets.ts';

/** Cases between two looks at the clock. */
const ROUND = 500;

const directory = mkdtempSync(join(tmpdir(), 'vtalk-fuzz-'));
const targets = targetsIn(directory);

const { FUZZ_MINUTES, FUZZ_CASES = '20000', FUZZ_SEED = '1' } = process.env;
const seed = Number(FUZZ_SEED);
const share = {
  cases: FUZZ_MINUTES === undefined ? Math.ceil(Number(FUZZ_CASES) / targets.length) : Infinity,
  ms: FUZZ_MINUTES === undefined ? Infinity : (Number(FUZZ_MINUTES) * 60_000) / targets.length,
};
const tallies: Record<string, Tally> = {};

test.for(targets)(`$name bears whatever comes, seed ${seed}`, { timeout: 0 }, (target) => {
  const draw = seeded(seed);
  const startedAt = performance.now();
  const total: Tally = { cases: 0, slowestMs: 0 };
  while (total.cases < share.cases && performance.now() - startedAt < share.ms) {
    const { cases, slowestMs } = fuzz(target, Math.min(ROUND, share.cases - total.cases), draw);
    total.cases += cases;
    total.slowestMs = Math.max(total.slowestMs, slowestMs);
  }
  tallies[target.name] = total;
  expect(total.cases).toBeGreaterThan(0);
});

afterAll(() => {
  rmSync(directory, { recursive: true });
  if (process.env['FUZZ_REPORT']) console.table(tallies);
});
