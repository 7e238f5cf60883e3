import { expect, test } from 'vitest';
import type { Finding } from '../../../src/cli/doctor/finding.ts';
import { judgeTerminal, type Surroundings } from '../../../src/cli/doctor/terminal.ts';
import type { Interview } from '../../../src/terminal/ask-terminal.ts';

const GOOD: Interview = { answeredMs: 3.4, synchronizedUpdate: true, cell: { width: 10, height: 20 } };
const HOME: Surroundings = {
  env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'de_DE.UTF-8' },
  platform: 'linux',
  columns: 120,
  rows: 40,
};

function judged(check: string, interview: Partial<Interview>, around: Partial<Surroundings> = {}): Finding {
  const findings = judgeTerminal({ ...GOOD, ...interview }, { ...HOME, ...around });
  const found = findings.find((finding) => finding.check === check);
  if (!found) throw new Error(`nothing was found of ${check}`);
  return found;
}

test('a good terminal has no trouble', () => {
  expect(judgeTerminal(GOOD, HOME).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
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

test('silence, and what is missing, are told', () => {
  expect(judged('terminal', { answeredMs: undefined })).toMatchObject({
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
