import { expect, test } from 'vitest';
import type { Finding } from '../../../src/cli/doctor/finding.ts';
import { abilitiesOf } from '../../../src/terminal/abilities.ts';
import { SILENCE, type Testimony } from '../../../src/terminal/testimony.ts';
import { judgeTerminal } from '../../../src/cli/doctor/terminal.ts';

const TOLD: Testimony = {
  ...SILENCE,
  complete: true,
  synchronizedUpdate: true,
  cell: { width: 10, height: 20 },
};
const HOME = {
  env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'de_DE.UTF-8' } as Record<string, string>,
  platform: 'linux' as NodeJS.Platform,
  columns: 120,
  rows: 40,
};

function judgeAll(told: Partial<Testimony> = {}, around: Partial<typeof HOME> = {}): Finding[] {
  const testimony = { ...TOLD, ...told };
  const { env, platform, columns, rows } = { ...HOME, ...around };
  const abilities = abilitiesOf(testimony, { env, output: { columns, rows } });
  const answeredMs = testimony.complete ? 3.4 : undefined;
  return judgeTerminal({ told: testimony, answeredMs }, { env, platform, abilities });
}

function judged(check: string, told: Partial<Testimony> = {}, around: Partial<typeof HOME> = {}): Finding {
  const found = judgeAll(told, around).find((finding) => finding.check === check);
  if (!found) throw new Error(`nothing was found of ${check}`);
  return found;
}

test('a good terminal has no trouble', () => {
  expect(judgeAll().filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(judged('terminal', {})).toMatchObject({ finding: 'answers in 3 ms', measured: { answerMs: 3 } });
  expect(judged('size', {})).toMatchObject({
    finding: '120x40, cells of 10x20 pixels',
    measured: { columns: 120, rows: 40, cellWidth: 10, cellHeight: 20 },
  });
});

test.each([
  [{ TMUX: '/tmp/tmux,1,0', STY: '1.pts' }, 'answers in 3 ms, in tmux'],
  [{ STY: '1.pts' }, 'answers in 3 ms, in screen'],
  [{ SSH_CONNECTION: '192.0.2.1 5 192.0.2.2 22' }, 'answers in 3 ms, over ssh'],
])('%j: what lies between is noticed', (env, finding) => {
  expect(judged('terminal', {}, { env }).finding).toBe(finding);
});

test('the name that a terminal gives is told, and its colours follow from it', () => {
  const kitty = { version: 'kitty(0.42.1)', kitty: true };
  const env = { TERM: 'xterm-kitty', LANG: 'C.UTF-8' };
  expect(judged('terminal', kitty, { env }).finding).toBe('kitty(0.42.1) answers in 3 ms');
  const renderers = 'kitty; also octant, sextant, quadrant, half, ascii, braille';
  expect(judged('renderer', kitty, { env }).finding).toBe(renderers);
  const foot = { version: 'foot(1.21.0)' };
  expect(judged('color', foot, { env: { TERM: 'xterm-256color' } })).toMatchObject({
    status: 'ok',
    finding: '24-bit colours, as XTVERSION=foot(1.21.0)',
  });
  expect(judged('terminal', { version: '\x1b[2J' }).finding).toBe('?[2J answers in 3 ms');
});

test('silence, and what is missing, are told', () => {
  expect(judged('terminal', { complete: false })).toMatchObject({
    status: 'warning',
    finding: 'no answer within 2 s',
  });
  expect(judged('sync', { synchronizedUpdate: false }).finding).toMatch(/^no synchronized update/);
  expect(judged('size', { cell: undefined }).finding).toBe('120x40, cells of unknown size');
});

test.each([
  [{ TERM: 'xterm-kitty' }, 'ok', '24-bit colours, as TERM=xterm-kitty', undefined],
  [{ TERM: 'xterm' }, 'warning', '256 colours, as TERM=xterm', /^export COLORTERM=truecolor/],
  [
    { TERM: 'tmux-256color', TMUX: 'x' },
    'warning',
    '256 colours, as TERM=tmux-256color',
    /^tmux set -as terminal-features ',\*:RGB'; export/,
  ],
  [{}, 'warning', 'no colours, as TERM is not set', /^export TERM=xterm-256color$/],
  [{ TERM: 'xterm', NO_COLOR: '1' }, 'ok', 'no colours, as NO_COLOR=1', undefined],
  [{ TERM: '\x1b[2J' }, 'warning', 'no colours, as TERM=?[2J', /./],
])('%j: colours are %s, and why', (env, status, finding, fix) => {
  const found = judged('color', {}, { env });
  expect(found).toMatchObject({ status, finding });
  if (fix) expect('fix' in found && found.fix).toMatch(fix);
});

test.each([
  [60, 18, 'ok'],
  [59, 18, 'warning'],
  [60, 17, 'warning'],
])('a window of %i x %i is %s', (columns, rows, status) => {
  expect(judged('size', {}, { columns, rows }).status).toBe(status);
});

test.each([
  [{ LC_ALL: 'C.UTF-8', LANG: 'C' }, 'linux', 'ok', 'LC_ALL=C.UTF-8'],
  [{ LC_CTYPE: 'en_US.utf8' }, 'linux', 'ok', 'LC_CTYPE=en_US.utf8'],
  [{ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }, 'linux', 'warning', 'LC_ALL=POSIX is not UTF-8'],
  [{ LC_ALL: '' }, 'linux', 'warning', 'none set, so not UTF-8'],
  [{}, 'win32', 'ok', 'the system is UTF-8 in terminals'],
] as const)('%j on %s: the locale is %s', (env, platform, status, finding) => {
  expect(judged('locale', {}, { env, platform })).toMatchObject({ status, finding });
});

test.each([
  ['linux', 'export LC_ALL=C.UTF-8'],
  ['darwin', 'export LC_ALL=en_US.UTF-8'],
] as const)('%s: a locale that every machine has', (platform, fix) => {
  expect(judged('locale', {}, { env: {}, platform })).toMatchObject({ fix });
});
