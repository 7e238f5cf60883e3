import { describe, expect, test } from 'vitest';
import { talk } from '../talker.ts';
import { carry, concealedPct, fakeDecoder, listen } from './sound-network.ts';
import type { Heard, Listener, Network, Script } from './sound-network.ts';

const MINUTE = 3000;
const voice = talk({ seconds: 10 });
const speech = (turns: number): Script => Array.from({ length: turns }, () => true);
/** Two seconds of speech, one of pause. */
const conversation = (turns: number): Script => Array.from({ length: turns }, (_, turn) => turn % 150 < 100);

const hear = (script: Script, network: Network = {}, listener: Listener = {}, sound = voice): Heard =>
  listen(carry(script, network), { ...listener, turns: script.length, decoder: fakeDecoder(sound) });

const longest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

describe('a good network', () => {
  test('costs nothing: every turn is played, none is stretched, the delay is small', () => {
    const { playout, lagsMs } = hear(speech(MINUTE));
    const { played, ...others } = playout.counts;
    expect(MINUTE - played).toBeLessThan(5);
    expect(Object.values(others)).toEqual(Object.values(others).map(() => 0));
    expect(longest(lagsMs)).toBeLessThan(20 + 25 + 45);
  });

  test('carries pauses, which are no loss', () => {
    const { playout } = hear(conversation(MINUTE));
    expect(playout.counts).toMatchObject({ concealed: 0, late: 0, played: 2000 + 20 });
  });
});

describe('a bad network', () => {
  test.each([
    ['speech', speech],
    ['speech with pauses', conversation],
  ])('30 ms of jitter in %s: at most 0.5 %% is made up, in at most 150 ms', (_, script) => {
    const { playout, lagsMs } = hear(script(2 * MINUTE), { jitterMs: 30 });
    expect(concealedPct(playout.counts)).toBeLessThanOrEqual(0.5);
    expect(longest(lagsMs)).toBeLessThanOrEqual(150);
  });

  test('10 % of loss with one copy each: at most 1.5 % is made up', () => {
    const { playout, lagsMs } = hear(speech(2 * MINUTE), { lossPct: 10, redundancy: 1 });
    expect(concealedPct(playout.counts)).toBeLessThanOrEqual(1.5);
    expect(longest(lagsMs)).toBeLessThanOrEqual(190);
  });
});

test.each([200, -200])('a sound card that is off by %d ppm is followed for ten minutes', (driftPpm) => {
  const { playout, lagsMs } = hear(speech(10 * MINUTE), {}, { driftPpm });
  expect(concealedPct(playout.counts)).toBeLessThan(0.01);
  expect(longest(lagsMs.slice(200))).toBeLessThan(120);
});
