import { expect, it } from 'vitest';
import type { RgbFrame } from '../../src/base/frame.ts';
import { LipSync } from '../../src/call/picture/lip-sync.ts';

const frame = (capturedAt: number): RgbFrame => ({
  width: 2,
  height: 2,
  data: new Uint8Array(12),
  capturedAt,
});

/** When each of the pictures of a camera is shown that reach us 20 ms after capture. */
function shownAt(soundMs: number | undefined, captured: readonly number[]): number[] {
  const shown: number[] = [];
  let now = 0;
  const sync = new LipSync(() => shown.push(now));
  const arrive = (at: number): void => {
    for (let due = sync.due(); due !== undefined && due <= at; due = sync.due()) sync.tick((now = due));
    now = at;
  };
  for (const capturedAt of captured) {
    arrive(capturedAt + 20);
    sync.push(frame(capturedAt), { pictureMs: 20, soundMs }, now);
  }
  arrive(Infinity);
  return shown;
}

it.each([
  ['at once when nothing is heard', undefined, [20, 53, 86]],
  ['at once when the sound is quicker', 10, [20, 53, 86]],
  ['at once when the sound is hardly later', 80, [20, 53, 86]],
  ['nearly in time with a later sound', 150, [90, 123, 156]],
  ['never later than people can bear', 5000, [320, 353, 386]],
])('shows pictures %s', (_, soundMs, expected) => {
  expect(shownAt(soundMs, [0, 33, 66])).toEqual(expected);
});

it('keeps the order of pictures when the sound becomes quicker, and forgets them when the camera is off', () => {
  const shown: number[] = [];
  const sync = new LipSync(({ capturedAt }) => shown.push(capturedAt));
  sync.push(frame(0), { pictureMs: 20, soundMs: 200 }, 20);
  sync.push(frame(33), { pictureMs: 20, soundMs: 90 }, 53);
  sync.tick(139);
  expect(shown).toEqual([]);
  sync.tick(140);
  expect(shown).toEqual([0, 33]);
  sync.push(frame(66), { pictureMs: 20, soundMs: 200 }, 150);
  sync.clear();
  expect(sync.due()).toBeUndefined();
});
