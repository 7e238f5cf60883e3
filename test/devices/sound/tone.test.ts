import { expect, test } from 'vitest';
import { FRAME_SAMPLES, SAMPLE_RATE } from '../../../src/base/audio.ts';
import { toneMicrophone } from '../../../src/devices/sound/tone.ts';
import { VirtualClock } from '../../virtual-clock.ts';
import { Ear } from './fake-sound.ts';

test('is 440 Hz at -20 dBFS, without a seam, for a minute', () => {
  const clock = new VirtualClock();
  const microphone = toneMicrophone(clock);
  const ear = new Ear();
  microphone.open(ear);
  clock.advance(60_000);
  void microphone.close();
  expect(ear.frames).toHaveLength(3000);
  const worst = ear.frames.map(({ pcm }, frame) =>
    Math.max(
      ...Array.from(pcm, (value, index) => {
        const sample = frame * FRAME_SAMPLES + index;
        return Math.abs(
          value - 3276.7 * Math.sin((2 * Math.PI * ((440 * sample) % SAMPLE_RATE)) / SAMPLE_RATE),
        );
      }),
    ),
  );
  expect(Math.max(...worst)).toBeLessThan(1);
});

test('comes by the clock: late beats are made up for, those of a machine that slept are not', () => {
  const clock = new VirtualClock(0);
  const microphone = toneMicrophone(clock);
  const ear = new Ear();
  microphone.open(ear);
  clock.jump(100);
  expect(ear.frames.map(({ capturedAt }) => capturedAt)).toEqual([20, 40, 60, 80, 100]);
  clock.jump(3_600_000);
  clock.advance(20);
  expect(ear.frames.slice(5).map(({ capturedAt }) => capturedAt)).toEqual([3_600_100, 3_600_120]);
  void microphone.close();
  expect(clock.pending).toBe(0);
});

test('may be closed by who hears it', () => {
  const clock = new VirtualClock();
  const microphone = toneMicrophone(clock);
  let frames = 0;
  microphone.open({
    sound: () => {
      frames++;
      void microphone.close();
    },
    trouble: () => undefined,
  });
  clock.jump(100);
  expect([frames, clock.pending]).toEqual([1, 0]);
});
