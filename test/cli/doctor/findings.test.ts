import { describe, expect, test } from 'vitest';
import { VtalkError } from '../../../src/base/errors.ts';
import { within } from '../../../src/cli/doctor/deadline.ts';
import { describeFfmpeg, missingFfmpeg } from '../../../src/cli/doctor/ffmpeg.ts';
import { ok, troubleOf, type Finding } from '../../../src/cli/doctor/finding.ts';
import { judgeKey, judgeRoundTrip, judgeUdp } from '../../../src/cli/doctor/host.ts';
import { checkNode } from '../../../src/cli/doctor/node.ts';
import { canCall, formatFinding, formatJson, formatVerdict } from '../../../src/cli/doctor/report.ts';
import { installCommand, setVariable, type System } from '../../../src/cli/doctor/system.ts';
import { formatFingerprint } from '../../../src/secure/fingerprint-text.ts';
import { VirtualClock } from '../../virtual-clock.ts';

const system = (platform: NodeJS.Platform, ...files: string[]): System => ({
  platform,
  isRoot: false,
  has: (path) => files.includes(path),
});
const debian = system('linux', '/usr/bin/apt');

describe('the command that installs a program', () => {
  test.each([
    [debian, 'sudo apt update && sudo apt install ffmpeg'],
    [{ ...debian, isRoot: true }, 'apt update && apt install ffmpeg'],
    [system('linux', '/usr/bin/dnf'), 'sudo dnf install ffmpeg-free'],
    [system('linux', '/usr/bin/pacman'), 'sudo pacman -S ffmpeg'],
    [system('linux'), 'get it from https://ffmpeg.org/download.html'],
    [system('darwin'), 'brew install ffmpeg'],
    [system('win32'), 'winget install Gyan.FFmpeg'],
  ])('%j', (machine, command) => {
    expect(installCommand('ffmpeg', machine)).toBe(command);
  });
});

test('a variable is set, or taken away, in the words of the shell', () => {
  expect(setVariable('TERM', 'xterm', 'linux')).toBe('export TERM=xterm');
  expect(setVariable('TERM', undefined, 'darwin')).toBe('unset TERM');
  expect(setVariable('TERM', 'xterm', 'win32')).toBe("$env:TERM = 'xterm'");
});

test.each([
  ['20.10.0', 'ok'],
  ['22.0.0', 'ok'],
  ['20.9.1', 'problem'],
  ['18.20.4', 'problem'],
])('node %s: %s', (version, status) => {
  expect(checkNode(version, debian).status).toBe(status);
});

describe('ffmpeg', () => {
  const version = { major: 7, minor: 1 };

  test('is named with its place, and who chose it', () => {
    const machine = system('linux', '/opt/bin/ffmpeg');
    const env = { PATH: '/usr/bin:/opt/bin' };
    const found = describeFfmpeg({ path: 'ffmpeg', version }, env, machine);
    expect(found.finding).toBe('7.1, /opt/bin/ffmpeg (on the path)');
    const named = describeFfmpeg(
      { path: '/x/ffmpeg', version: undefined },
      { FFMPEG_BIN: '/x/ffmpeg' },
      machine,
    );
    expect(named.finding).toBe('between releases, /x/ffmpeg (FFMPEG_BIN)');
    const bundled = describeFfmpeg({ path: '/n/ffmpeg', version }, {}, machine);
    expect(bundled.finding).toBe('7.1, /n/ffmpeg (of ffmpeg-static)');
  });

  test('is no reason not to call when it is missing', () => {
    const missing = missingFfmpeg(new VtalkError('no ffmpeg found'), {}, debian);
    expect(missing).toMatchObject({ status: 'warning', fix: 'sudo apt update && sudo apt install ffmpeg' });
    const env = { FFMPEG_BIN: 'C:\\none' };
    const named = missingFfmpeg(new VtalkError('it does not run'), env, system('win32'));
    expect(named).toMatchObject({ fix: "$env:FFMPEG_BIN = ''" });
  });
});

const peer = (key: Uint8Array) => ({
  fingerprint: formatFingerprint(key),
  name: 'ana',
  where: 'example.org:7373',
  firstSeen: '2025-01-31',
  lastSeen: '2025-01-31',
});

describe('a host', () => {
  const fingerprint = new Uint8Array(32).fill(7);
  const where = { host: 'example.org', port: 7373 };
  test('is known by its key, or met for the first time', () => {
    expect(judgeKey({ where, fingerprint, known: [peer(fingerprint)] }).finding).toMatch(/, known as ana$/);
    expect(judgeKey({ where, fingerprint, known: [] }).finding).toMatch(/never met before/);
    const invited = { ...where, fingerprint };
    expect(judgeKey({ where: invited, fingerprint, known: [] }).finding).toMatch(/as the invitation tells$/);
  });

  test('with another key than before is a problem', () => {
    const known = [peer(new Uint8Array(32))];
    expect(judgeKey({ where, fingerprint, known })).toMatchObject({
      status: 'problem',
      finding: 'ana had another key before',
      fix: expect.stringMatching(/vtalk peers forget ana$/),
    });
  });

  test.each([
    [[12.34, 11.06, 30], 'ok', '11.1 ms'],
    [[801], 'warning', '801 ms: hard to talk'],
    [[], 'warning', 'could not be measured'],
  ])('with round trips of %j ms: %s', (times, status, finding) => {
    expect(judgeRoundTrip(times)).toMatchObject({ status, finding });
  });

  test('with a closed UDP port is called by TCP', () => {
    expect(judgeUdp(true, 'example.org:7373')).toMatchObject({
      status: 'warning',
      fix: 'vtalk call example.org:7373 --transport tcp',
    });
    expect(judgeUdp(false, 'example.org:7373').status).toBe('ok');
  });
});

const limit = (clock: VirtualClock) => ({ clock, limitMs: 1000, hint: 'try again' });

describe('a deadline', () => {
  test('lets through what comes in time, and leaves no alarm', async () => {
    const clock = new VirtualClock();
    expect(await within(limit(clock), Promise.resolve(7))).toBe(7);
    await expect(within(limit(clock), Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(clock.pending).toBe(0);
  });

  test('gives up what hangs', async () => {
    const clock = new VirtualClock();
    const hanging = within(limit(clock), new Promise(() => {}));
    clock.advance(1000);
    await expect(hanging).rejects.toMatchObject({
      message: 'nothing came of it within 1 s',
      hint: 'try again',
    });
  });
});

describe('the report', () => {
  const fine = ok({ check: 'node', finding: '22.0.0' });
  const warning: Finding = {
    check: 'port',
    status: 'warning',
    finding: 'in use',
    fix: 'vtalk listen --port 8',
  };
  const problem: Finding = { check: 'host', status: 'problem', finding: 'refused', fix: 'vtalk listen' };

  test('has a line for each finding, and one for its fix', () => {
    expect(formatFinding(fine)).toBe('ok       node          22.0.0\n');
    expect(formatFinding(warning)).toBe(
      'warning  port          in use\n         fix:          vtalk listen --port 8\n',
    );
  });

  test.each([
    [[fine], true, 'a call can work\n'],
    [[fine, warning], true, 'a call can work (1 warning)\n'],
    [[warning, warning, problem], false, 'no call can work: 1 problem (2 warnings)\n'],
    [[problem, problem], false, 'no call can work: 2 problems\n'],
  ])('%j', (findings, can, verdict) => {
    expect(canCall(findings)).toBe(can);
    expect(formatVerdict(findings)).toBe(verdict);
  });

  test('is one object in one line for programs', () => {
    const text = formatJson([fine, problem], { version: '1.0.0', platform: 'linux' });
    expect(text).toMatch(/^\{[^\n]*\}\n$/);
    expect(JSON.parse(text)).toEqual({
      version: '1.0.0',
      platform: 'linux',
      canCall: false,
      checks: [fine, problem],
    });
  });

  test('takes the first line of what was thrown, and always tells what to do', () => {
    expect(troubleOf('sharp', 'problem', new Error('not found\nat the end'))).toMatchObject({
      finding: 'not found',
      fix: expect.stringContaining('vtalk doctor'),
    });
  });
});
