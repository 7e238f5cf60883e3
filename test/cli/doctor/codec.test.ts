import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/cli/doctor/finding.ts';
import { judgeEngines, type Trial } from '../../../src/cli/doctor/codec.ts';

const FAST: Trial = { encodeMs: 2.04, decodeMs: 0.5 };
const SLOW: Trial = { encodeMs: 50, decodeMs: 50 };
const MISSING: Trial = { missing: 'not installed' };
const BROKEN: Trial = { broken: 'no picture came out' };

const judge = (trials: { native: Trial; wasm: Trial }, wanted?: string): Finding[] =>
  judgeEngines(trials, { wanted, platform: 'linux' });

const statuses = (native: Trial, wasm: Trial, wanted?: string): string[] =>
  judge({ native, wasm }, wanted).map(({ status }) => status);

test.each<[string, Trial, Trial, string | undefined, string[]]>([
  ['both work', FAST, FAST, undefined, ['ok', 'ok']],
  ['no native one: nothing is lost', MISSING, FAST, undefined, ['ok', 'ok']],
  ['no native one, but it is wanted', MISSING, FAST, 'native', ['problem', 'ok']],
  ['a broken native one would be used', BROKEN, FAST, undefined, ['problem', 'ok']],
  ['a broken native one is not used', BROKEN, FAST, 'wasm', ['ok', 'ok']],
  ['a broken wasm one is a reserve that is missing', FAST, BROKEN, undefined, ['ok', 'warning']],
  ['none', MISSING, MISSING, undefined, ['ok', 'problem']],
  ['the one in use is slow', MISSING, SLOW, 'auto', ['ok', 'warning']],
  ['the one in reserve is slow', FAST, SLOW, 'auto', ['ok', 'ok']],
  ['an engine that does not exist is wanted', FAST, FAST, 'h261', ['ok', 'ok', 'problem']],
])('%s', (_, native, wasm, wanted, expected) => {
  expect(statuses(native, wasm, wanted)).toEqual(expected);
});

test('the engine in use is named, with what a picture costs it', () => {
  const [native, wasm] = judge({ native: FAST, wasm: FAST });
  expect(native).toEqual({
    check: 'codec-native',
    status: 'ok',
    finding: '160x90 coded in 2 ms, decoded in 0.5 ms; used in calls',
    measured: { encodeMs: 2, decodeMs: 0.5 },
  });
  expect(wasm?.finding).not.toContain('used in calls');
});

test('what is slow gets a faster engine, or fewer pictures', () => {
  const project = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const version = /"peerDependencies": \{\s*"node-av": "(.+)"/.exec(project)?.[1];
  const [, wasm] = judge({ native: MISSING, wasm: SLOW });
  expect(wasm).toMatchObject({
    fix: expect.stringMatching(`^npm install --prefix ".+" --no-save node-av@${version}$`),
  });
  expect(judge({ native: SLOW, wasm: SLOW })[0]).toMatchObject({
    fix: 'vtalk call WHERE --fps 10',
  });
});

test('what is broken gives way to what works', () => {
  const [native] = judge({ native: BROKEN, wasm: FAST });
  expect(native).toMatchObject({ finding: 'no picture came out', fix: 'export VTALK_CODEC=wasm' });
});
