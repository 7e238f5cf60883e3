import { expect, test } from 'vitest';
import { colorDepth, promisedColors } from '../../src/terminal/color-depth.ts';

test.each([
  [{}, 'mono'],
  [{ TERM: 'dumb' }, 'mono'],
  [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 'mono'],
  [{ TERM: 'vt100' }, 'mono'],
  [{ TERM: 'xterm' }, '256'],
  [{ TERM: 'xterm-256color' }, '256'],
  [{ TERM: 'tmux-256color' }, '256'],
  [{ TERM: 'screen' }, '256'],
  [{ TERM: 'linux' }, '16'],
  [{ TERM: 'xterm-16color' }, '16'],
  [{ TERM: 'xterm-direct' }, 'truecolor'],
  [{ TERM: 'xterm-kitty' }, 'truecolor'],
  [{ TERM: 'foot' }, 'truecolor'],
  [{ WT_SESSION: 'b2' }, 'truecolor'],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'truecolor'],
  [{ TERM: 'xterm-256color', COLORTERM: '24bit' }, 'truecolor'],
  [{ TERM: 'xterm-256color', COLORTERM: '1' }, '256'],
  [{ TERM: 'xterm', COLORTERM: 'truecolor', NO_COLOR: '1' }, 'mono'],
  [{ TERM: 'xterm', NO_COLOR: '' }, '256'],
  [{ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '3' }, 'mono'],
  [{ TERM: 'dumb', FORCE_COLOR: '1' }, '256'],
  [{ TERM: 'dumb', CLICOLOR_FORCE: '1' }, '256'],
  [{ TERM: 'dumb', CLICOLOR_FORCE: '0' }, 'mono'],
  [{ TERM: 'xterm', FORCE_COLOR: '3' }, 'truecolor'],
  [{ TERM: 'xterm', COLORTERM: 'truecolor', FORCE_COLOR: '2' }, '256'],
  [{ TERM: 'xterm', FORCE_COLOR: '0' }, 'mono'],
  [{ TERM: 'xterm', CLICOLOR: '0' }, 'mono'],
  [{ TERM: 'xterm', CLICOLOR: '1' }, '256'],
])('%j: %s', (env, depth) => {
  expect(colorDepth(env)).toBe(depth);
});

test.each([
  [{ TERM: 'xterm' }, 'TERM'],
  [{}, 'TERM'],
  [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 'TERM'],
  [{ TERM: 'xterm-kitty' }, 'TERM'],
  [{ TERM: 'xterm', COLORTERM: 'truecolor' }, 'COLORTERM'],
  [{ WT_SESSION: 'b2' }, 'WT_SESSION'],
  [{ TERM: 'xterm', NO_COLOR: '1' }, 'NO_COLOR'],
  [{ TERM: 'xterm', FORCE_COLOR: '3' }, 'FORCE_COLOR'],
  [{ TERM: 'dumb', FORCE_COLOR: '1' }, 'FORCE_COLOR'],
  [{ TERM: 'xterm', FORCE_COLOR: '1' }, 'TERM'],
  [{ TERM: 'dumb', CLICOLOR_FORCE: '1' }, 'CLICOLOR_FORCE'],
  [{ TERM: 'xterm', CLICOLOR: '0' }, 'CLICOLOR'],
])('%j: %s has decided', (env, decidedBy) => {
  expect(promisedColors(env).decidedBy).toBe(decidedBy);
});
