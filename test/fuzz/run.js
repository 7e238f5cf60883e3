// Throws mutants and noise at every parser, for as long as you like; fails on a throw and on more than 50 ms, and prints
// the seed and the bytes. Usage: npm run fuzz -- [--minutes M | --cases N] [--seed S]
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const string = /** @type {const} */ ({ type: 'string' });
const { values } = parseArgs({ options: { minutes: string, cases: string, seed: string } });
process.env.FUZZ_SEED = values.seed ?? String(randomInt(2 ** 31));
process.env.FUZZ_CASES = values.cases ?? '1000000';
if (values.minutes !== undefined) process.env.FUZZ_MINUTES = values.minutes;
process.env.FUZZ_REPORT = 'yes';

const vitest = await startVitest('test', ['test/fuzz'], { watch: false, disableConsoleIntercept: true });
await vitest.close();
