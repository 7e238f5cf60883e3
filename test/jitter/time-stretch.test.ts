import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TimeStretch } from '../../src/jitter/time-stretch.ts';
import { framesOf, joined, noise, sine, talk } from '../talker.ts';

const filled = (pcm: Int16Array): TimeStretch => {
  const stretch = new TimeStretch();
  for (const frame of framesOf(pcm)) stretch.push(frame);
  return stretch;
};

const pullAll = (stretch: TimeStretch): Int16Array => {
  const frames: Int16Array[] = [];
  while (stretch.length >= 960) frames.push(stretch.pull());
  return joined(frames);
};

/** The largest step from one sample to the next. */
const steepest = (pcm: Int16Array): number =>
  pcm.reduce((most, sample, index) => Math.max(most, Math.abs(sample - (pcm[index - 1] ?? sample))), 0);

test('what is pushed comes out, in pieces of 20 ms', () => {
  const voice = talk({ seconds: 1 });
  expect(pullAll(filled(voice))).toEqual(voice);
});

describe.each([90, 120, 240, 400])('a tone of %d Hz', (hz) => {
  const tone = sine(0.1, hz, 10_000);
  const period = 48_000 / hz;

  test('loses whole periods', () => {
    const stretch = filled(tone);
    const taken = stretch.shorten(960, 0.9);
    expect(taken).toBeGreaterThan(0);
    expect(Math.abs(taken / period - Math.round(taken / period)) * period).toBeLessThan(3);
    expect(stretch.length).toBe(tone.length - taken);
    expect(steepest(pullAll(stretch))).toBeLessThan(steepest(tone) * 1.1);
  });

  test('gets whole periods', () => {
    const stretch = filled(tone);
    const before = stretch.pull();
    const added = stretch.lengthen(0.9);
    expect(added).toBeGreaterThan(0);
    expect(Math.abs(added / period - Math.round(added / period)) * period).toBeLessThan(3);
    expect(stretch.length).toBe(tone.length - 960 + added);
    expect(steepest(joined([before, pullAll(stretch)]))).toBeLessThan(steepest(tone) * 1.1);
  });
});

test('takes no more than it may', () => {
  const voice = talk({ seconds: 0.5, pitchHz: 200 });
  for (const most of [0, 100, 119, 130, 300, 960]) {
    const stretch = filled(voice);
    stretch.pull();
    expect(stretch.shorten(most, 0)).toBeLessThanOrEqual(most);
  }
});

test('skips a whole piece where it is quiet, and only there', () => {
  const quiet = filled(noise(0.06, 50));
  expect([quiet.skip(), quiet.skip(), quiet.skip()]).toEqual([true, true, false]);
  expect(quiet.length).toBe(960);
  const starting = filled(joined([noise(0.03, 50), sine(0.01, 200, 8000)]));
  expect(starting.skip()).toBe(false);
});

test('leaves alone what is not alike, unless nobody hears it', () => {
  expect(filled(noise(0.1, 10_000)).shorten(960, 0.9)).toBe(0);
  expect(filled(noise(0.1, 10_000)).lengthen(0.9)).toBe(0);
  expect(filled(noise(0.1, 50)).shorten(960, 0.9)).toBeGreaterThan(0);
  expect(filled(new Int16Array(4800)).lengthen(0.9)).toBeGreaterThan(0);
});

test('with less than two periods there is nothing to take', () => {
  const stretch = new TimeStretch();
  expect(stretch.shorten(960, 0)).toBe(0);
  stretch.push(new Int16Array(200));
  expect(stretch.shorten(960, 0)).toBe(0);
  expect(stretch.length).toBe(200);
});

test('whatever is done, no sample is lost but those that are told', () => {
  const step = fc.constantFrom('push', 'shorten', 'lengthen', 'pull');
  const frames = framesOf(talk({ seconds: 2 }));
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (steps, likeness) => {
        const stretch = new TimeStretch();
        let expected = 0;
        for (const [index, each] of steps.entries()) {
          if (each === 'push') {
            stretch.push(frames[index % frames.length]!);
            expected += 960;
          }
          if (each === 'shorten') expected -= stretch.shorten(960, likeness);
          if (each === 'lengthen') expected += stretch.lengthen(likeness);
          if (each === 'pull' && stretch.length >= 960) expected -= stretch.pull().length;
          expect(stretch.length).toBe(expected);
        }
      },
    ),
  );
});
