import { expect, test } from 'vitest';
import { autoOr } from '../../src/cli/options.ts';

const color = autoOr('--color', ['256', 'mono']);

test('a choice is itself, and auto leaves it to the terminal', () => {
  expect(color('mono')).toBe('mono');
  expect(color('auto')).toBeUndefined();
});

test('a choice that there is not is refused with those that there are', () => {
  expect(() => color('pink')).toThrow('--color "pink" is not one of auto, 256, mono');
});
