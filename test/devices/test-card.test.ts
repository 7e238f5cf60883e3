import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawTestCard } from '../../src/devices/card-picture.ts';
import { poseAt } from '../../src/devices/card-pose.ts';
import { testCard } from '../../src/devices/test-card.ts';
import { Recorder, record } from './recorder.ts';
import { VirtualClock } from '../virtual-clock.ts';

const SIZE = { width: 160, height: 90 };
const NOON = Date.UTC(2026, 0, 1, 12);

interface Opened {
  clock: VirtualClock;
  recorder: Recorder;
  close: () => Promise<void>;
}

function opened(fps: number): Opened {
  const clock = new VirtualClock(NOON);
  const camera = testCard({ clock, look: 'ana' });
  return { clock, recorder: record(camera, fps), close: () => camera.close() };
}

describe('the picture', () => {
  test('the same moment gives the same bytes, in a buffer of its own', () => {
    const first = drawTestCard(NOON, 'ana', SIZE);
    const copy = first.slice();
    first.fill(0);
    expect(drawTestCard(NOON, 'ana', SIZE)).toEqual(copy);
  });

  test('two people look different, and a moment later each does', () => {
    const ana = drawTestCard(NOON, 'ana', SIZE);
    expect(drawTestCard(NOON, 'ben', SIZE)).not.toEqual(ana);
    expect(drawTestCard(NOON + 33, 'ana', SIZE)).not.toEqual(ana);
  });

  test('any size is drawn', () => {
    const side = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(fc.nat(1e12), fc.constantFrom('ana', 'ben'), side, side, (time, look, width, height) => {
        expect(drawTestCard(time, look, { width, height })).toHaveLength(width * height * 3);
      }),
      { numRuns: 40 },
    );
  });

  test('the clock tells UTC in milliseconds', () => {
    const data = drawTestCard(NOON + 107, 'ben', SIZE);
    // At 160x90 a dot of the font is 2 x 2 pixels; the last digits end 4 pixels from the right, 2 from the bottom.
    const dot = (column: number, row: number): string => {
      const [red = 0] = data.subarray(((78 + 2 * row) * 160 + 134 + 2 * column) * 3);
      return red > 200 ? '#' : '.';
    };
    const rows = Array.from({ length: 5 }, (_, row) =>
      Array.from({ length: 11 }, (__, column) => dot(column, row)),
    );
    expect(rows.map((row) => row.join(''))).toEqual([
      '.#..###.###',
      '##..#.#...#',
      '.#..#.#...#',
      '.#..#.#..#.',
      '###.###..#.',
    ]);
  });
});

describe('a person', () => {
  const minute = Array.from({ length: 60 * 30 }, (_, frame) => NOON + (frame * 1000) / 30);

  test.each([0, 0.5])('of phase %d blinks now and then, and has the eyes open else', (phase) => {
    const closed = minute.filter((time) => poseAt(time, phase).eyes < 0.5).length;
    expect(closed / minute.length).toBeGreaterThan(0.01);
    expect(closed / minute.length).toBeLessThan(0.08);
  });

  test('listens while the other talks', () => {
    const together = minute.filter((time) => poseAt(time, 0).mouth > 0.1 && poseAt(time, 0.5).mouth > 0.1);
    expect(together).toEqual([]);
    expect(minute.filter((time) => poseAt(time, 0).mouth > 0.3).length).toBeGreaterThan(minute.length / 5);
  });

  test('never leaves the limits of a pose', () => {
    fc.assert(
      fc.property(fc.nat(1e12), fc.double({ min: 0, max: 1, noNaN: true }), (time, phase) => {
        const { turn, nod, eyes, mouth, brows } = poseAt(time, phase);
        for (const value of [turn, nod]) expect(Math.abs(value)).toBeLessThanOrEqual(1);
        for (const value of [eyes, mouth, brows]) expect(value >= 0 && value <= 1).toBe(true);
      }),
    );
  });
});

describe('the camera', () => {
  test('gives 16:9 pictures of twice the wanted size', () => {
    const { clock, recorder } = opened(30);
    clock.advance(0);
    expect(recorder.frames[0]).toMatchObject({ width: 320, height: 180, capturedAt: NOON });
    expect(recorder.frames[0]?.data).toHaveLength(320 * 180 * 3);
  });

  test.each([
    [
      { width: 1, height: 1 },
      { width: 16, height: 10 },
    ],
    [
      { width: 100, height: 300 },
      { width: 200, height: 112 },
    ],
    [
      { width: 2000, height: 2000 },
      { width: 640, height: 360 },
    ],
  ])('for %j they measure %j', (near, expected) => {
    const clock = new VirtualClock(NOON);
    const recorder = new Recorder();
    testCard({ clock, look: 'ben' }).open(near, 30, recorder);
    clock.advance(0);
    expect(recorder.frames[0]).toMatchObject(expected);
  });

  test.each([10, 24, 30])('keeps %d frames a second without drift', (fps) => {
    const { clock, recorder } = opened(fps);
    clock.advance(9999);
    expect(recorder.frames).toHaveLength(10 * fps);
    expect(recorder.frames.at(-1)?.capturedAt).toBeCloseTo(NOON + 10_000 - 1000 / fps, 3);
  });

  test('skips what it missed and goes on with the beat', () => {
    const { clock, recorder } = opened(10);
    clock.advance(250);
    clock.jump(1030);
    clock.advance(170);
    expect(recorder.frames.map(({ capturedAt }) => capturedAt - NOON)).toEqual([
      0, 100, 200, 1280, 1300, 1400,
    ]);
  });

  test('gives nothing after it was closed, and may be opened again', async () => {
    const { clock, recorder, close } = opened(10);
    clock.advance(100);
    await close();
    await close();
    expect(clock.pending).toBe(0);
    clock.advance(1000);
    expect(recorder.frames).toHaveLength(2);
  });
});
