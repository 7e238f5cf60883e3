import { expect, it } from 'vitest';
import { History } from '../../src/call/report/history.ts';
import { statsLine } from './stats-line.ts';
import { World } from './world.ts';

it('keeps each figure, the oldest first', () => {
  const history = new History();
  history.push(statsLine({ fps: 30, kbpsIn: 1, kbpsOut: 2, latencyMsP50: 3, rttMs: 4 }));
  history.push(statsLine({ fps: 29, kbpsIn: 5, kbpsOut: 6, latencyMsP50: 7, rttMs: 8 }));
  expect(history.trends).toEqual({
    seconds: 2,
    fps: [30, 29],
    kbpsIn: [1, 5],
    kbpsOut: [2, 6],
    latencyMs: [3, 7],
    rttMs: [4, 8],
  });
});

it('keeps a minute, and counts on', () => {
  const history = new History();
  for (let second = 1; second <= 100; second++) history.push(statsLine({ kbpsIn: second }));
  const { seconds, kbpsIn } = history.trends;
  expect([seconds, kbpsIn.length, kbpsIn[0], kbpsIn.at(-1)]).toEqual([100, 60, 41, 100]);
});

it('knows no latency of a second without a picture', () => {
  const history = new History();
  history.push(statsLine({ fps: 0, latencyMsP50: 0 }));
  expect(history.trends.latencyMs).toEqual([undefined]);
});

it('does not change what it has given away', () => {
  const history = new History();
  history.push(statsLine({}));
  const { trends } = history;
  history.push(statsLine({}));
  expect(trends.fps).toHaveLength(1);
});

it('is filled second by second while a call is on', async () => {
  const world = new World();
  await world.connect();
  await world.clock.play(70_000);
  const { trends, stats } = world.ben.display.state!;
  expect(trends.seconds).toBe(70);
  expect(trends.fps).toHaveLength(60);
  expect(trends.fps.at(-1)).toBe(stats?.video.received.fps);
  expect(Math.min(...trends.kbpsOut.map((value) => value ?? 0))).toBeGreaterThan(100);
});
