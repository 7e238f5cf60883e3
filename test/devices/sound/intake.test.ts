import { expect, test } from 'vitest';
import { Intake } from '../../../src/devices/sound/intake.ts';
import { PCM_BYTES } from '../../../src/base/pcm.ts';

const SECOND_BYTES = 50 * PCM_BYTES;

const agesOf = (recordings: readonly { ageMs: number }[]): number[] =>
  recordings.map(({ ageMs }) => Math.round(ageMs));

test('chunks of any size become frames of 20 ms', () => {
  const intake = new Intake();
  let frames = 0;
  for (let chunk = 0; chunk < 100; chunk++) frames += intake.push(new Uint8Array(960 + 1), chunk * 10).length;
  expect(frames).toBe(Math.floor((100 * 961) / PCM_BYTES));
});

test('of a burst each frame has the age that it had in it', () => {
  const intake = new Intake();
  const [first = 0, second = 0, third = 0] = agesOf(intake.push(new Uint8Array(3 * PCM_BYTES + 480), 0));
  expect(first - third).toBe(40);
  expect(second - third).toBe(20);
  expect(third).toBeGreaterThanOrEqual(5);
});

test('a second that comes at one time is kept, what is more is dropped', () => {
  const intake = new Intake();
  expect(intake.push(new Uint8Array(3 * SECOND_BYTES), 0)).toHaveLength(50);
  expect(intake.push(new Uint8Array(PCM_BYTES), 0)).toHaveLength(0);
  expect(intake.push(new Uint8Array(SECOND_BYTES), 1000)).toHaveLength(50);
  expect(intake.flooded).toBe(false);
});

test('a card whose clock is a percent fast loses nothing in an hour', () => {
  const intake = new Intake();
  const chunk = new Uint8Array(PCM_BYTES * 1.01);
  let bytes = 0;
  let frames = 0;
  for (let now = 0; now < 3_600_000; now += 20) {
    frames += intake.push(chunk, now).length;
    bytes += chunk.length;
  }
  expect(frames).toBe(Math.floor(bytes / PCM_BYTES));
});

test('what comes three times too fast is no microphone either, in whatever pieces', () => {
  const intake = new Intake();
  let now = 0;
  for (; !intake.flooded && now < 60_000; now += 20) intake.push(new Uint8Array(3 * PCM_BYTES), now);
  expect(now).toBeLessThan(15_000);
});

test('what never ends is no microphone', () => {
  const intake = new Intake();
  for (let second = 0; second < 10; second++) {
    expect(intake.flooded).toBe(false);
    intake.push(new Uint8Array(SECOND_BYTES + PCM_BYTES), 0);
  }
  intake.push(new Uint8Array(SECOND_BYTES), 0);
  expect(intake.flooded).toBe(true);
});
