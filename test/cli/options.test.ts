import { expect, test } from 'vitest';
import { autoOr, rate } from '../../src/cli/options.ts';

const color = autoOr('--color', ['256', 'mono']);

test('a choice is itself, and auto leaves it to the terminal', () => {
  expect(color('mono')).toBe('mono');
  expect(color('auto')).toBeUndefined();
});

test('a choice that there is not is refused with those that there are', () => {
  expect(() => color('pink')).toThrow('--color "pink" is not one of auto, 256, mono');
});

test.each([
  ['1k', 1000],
  ['1.5k', 1500],
  ['20000', 20_000],
  ['1M', 1_000_000],
])('the rate %s is %i a second', (text, perSecond) => {
  expect(rate('--rate', '1k', '1M')(text)).toBe(perSecond);
});

test.each(['', 'k', '999', '1.1M', '-5k', '5 k', '5kB', 'NaN'])('the rate %j is refused', (text) => {
  expect(() => rate('--rate', '1k', '1M')(text)).toThrow('is not a rate from 1k to 1M');
});
