import { expect, test } from 'vitest';
import { draws, identityByEnvironment, identityOf } from '../../src/terminal/known-terminals.ts';

test.each([
  ['foot(1.20.2)', 'foot', [1, 20, 2]],
  ['kitty(0.42.1)', 'kitty', [0, 42, 1]],
  ['WezTerm 20240203-110809-5046fb22', 'wezterm', [20240203, 110809, 5046]],
  ['ghostty 1.2.0-main', 'ghostty', [1, 2, 0]],
  ['XTerm(390)', 'xterm', [390]],
  ['VTE(7802)', 'vte', [7802]],
  ['tmux 3.5a', 'tmux', [3, 5]],
  ['xterm.js(5.6.0)', 'xterm.js', [5, 6, 0]],
  ['contour', 'contour', []],
])('%s', (text, name, version) => {
  expect(identityOf(text)).toMatchObject({ name, version });
});

test.each(['', '(1.0)', '\x1b[2J', '   '])('%j names no terminal', (text) => {
  expect(identityOf(text)).toBeUndefined();
});

test.each([
  ['foot(1.19.2)', false, true],
  ['foot(1.20.0)', true, true],
  ['foot(2)', true, true],
  ['foot', false, false],
  ['kitty(0.39.9)', false, true],
  ['kitty(0.40.0)', true, true],
  ['VTE(7602)', false, true],
  ['VTE(7800)', true, true],
  ['ghostty 1.2', true, true],
  ['WezTerm 20240203-110809-5046fb22', false, true],
  ['XTerm(400)', false, false],
  ['Konsole 25.4.0', false, false],
  ['constructor', false, false],
])('%s draws octants: %s, sextants: %s', (text, octant, sextant) => {
  const identity = identityOf(text);
  expect([draws(identity, 'octant'), draws(identity, 'sextant')]).toEqual([octant, sextant]);
});

test.each([
  [{ TERM: 'xterm-kitty' }, 'kitty', []],
  [{ TERM: 'foot-extra' }, 'foot', []],
  [{ TERM: 'linux' }, 'linux', []],
  [{ TERM: 'xterm-256color', VTE_VERSION: '7802' }, 'vte', [7802]],
  [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.10' }, 'iterm2', [3, 5, 10]],
  [{ TERM_PROGRAM: 'WezTerm', TERM: 'xterm-256color' }, 'wezterm', []],
  [{ WT_SESSION: 'b2' }, 'windows terminal', []],
])('%j', (env, name, version) => {
  expect(identityByEnvironment(env)).toEqual({ name, version });
});

test.each([{}, { TERM: 'xterm-256color' }, { TERM: 'linuxish' }])('%j names no terminal', (env) => {
  expect(identityByEnvironment(env)).toBeUndefined();
});
