import { expect, test } from 'vitest';
import { colorsElsewhere } from '../../../src/cli/view/unasked.ts';

test.each([
  [{}, 'truecolor'],
  [{ TERM: 'xterm-256color' }, 'truecolor'],
  [{ TERM: 'dumb' }, 'mono'],
  [{ TERM: 'xterm', NO_COLOR: '1' }, 'mono'],
  [{ TERM: 'xterm', FORCE_COLOR: '2' }, '256'],
] as const)('down a pipe, %j promises %s', (env, depth) => {
  expect(colorsElsewhere(env)).toBe(depth);
});
