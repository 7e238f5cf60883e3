import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Resampler } from '../../../src/devices/sound/resampler.ts';

const sine = (hertz: number, rateHz: number, samples: number): Float32Array =>
  Float32Array.from(
    { length: samples },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * hertz * index) / rateHz),
  );

const power = (samples: ArrayLike<number>): number =>
  Array.from(samples).reduce((sum, value) => sum + value * value, 0) / samples.length;

const decibels = (ratio: number): number => 10 * Math.log10(ratio);

describe('a tone keeps its pitch, phase and loudness, the error being 80 dB below it', () => {
  test.each([
    [8000, 1000],
    [8000, 3200],
    [11_025, 1000],
    [16_000, 6000],
    [22_050, 440],
    [44_100, 1000],
    [44_100, 17_000],
    [44_101, 1000],
    [96_000, 1000],
    [96_000, 19_000],
    [192_000, 10_000],
  ])('from %i Hz: %i Hz', (rateHz, hertz) => {
    const resampler = new Resampler(rateHz, 48_000);
    const output = resampler.push(sine(hertz, rateHz, rateHz / 4)).subarray(2000);
    const ideal = sine(hertz, 48_000, 2000 + output.length).subarray(2000);
    const error = output.map((value, index) => value - ideal[index]!);
    expect(output.length).toBeGreaterThan(8000);
    expect(decibels(power(error) / power(ideal))).toBeLessThan(-80);
  });
});

test.each([
  [96_000, 26_000],
  [96_000, 40_000],
  [192_000, 47_000],
  [768_000, 48_000],
])('what 48 kHz can not hold is not folded back: from %i Hz: %i Hz', (rateHz, hertz) => {
  const output = new Resampler(rateHz, 48_000).push(sine(hertz, rateHz, rateHz / 8)).subarray(1000);
  expect(decibels(power(output) / 0.125)).toBeLessThan(-80);
});

test('the output does not depend on how the input was cut', () => {
  const input = sine(1000, 44_100, 4000);
  const whole = new Resampler(44_100, 48_000).push(input);
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 1 }), (lengths) => {
      const resampler = new Resampler(44_100, 48_000);
      const parts: number[] = [];
      let at = 0;
      for (const length of [...lengths, input.length]) {
        parts.push(...resampler.push(input.subarray(at, at + length)));
        at += length;
      }
      expect(parts).toEqual([...whole]);
    }),
    { numRuns: 20 },
  );
});

test('ten seconds of 44.1 kHz are ten seconds, to the sample', () => {
  const resampler = new Resampler(44_100, 48_000);
  const second = new Float32Array(44_100);
  let samples = 0;
  for (let at = 0; at < 10; at++) samples += resampler.push(second).length;
  samples += resampler.push(new Float32Array(resampler.delaySamples)).length;
  expect(Math.abs(samples - 480_000)).toBeLessThanOrEqual(1);
});
