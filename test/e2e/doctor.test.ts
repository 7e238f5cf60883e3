import { execSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { freePort } from '../free-port.ts';
import { textOf } from './file-text.ts';
import { LISTEN } from './headless-call.ts';
import { Program, run } from './headless.ts';
import type { Start } from './headless.ts';
import { listenLocally } from './local-server.ts';
import { Sandbox } from './sandbox.ts';
import { openTcpTunnel } from './tcp-tunnel.ts';
import { lacking } from './tool.ts';
import { Window } from './window.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

interface Report {
  canCall: boolean;
  checks: Finding[];
}

const parse = (text: string): Report => JSON.parse(text);

/** What the doctor says to programs, and the code it ends with. */
async function examine(args: readonly string[] = [], start?: Start) {
  const doctor = await run(sandbox, ['doctor', '--json', '--port', '0', ...args], start);
  expect(doctor.stderr).toBe('');
  const { canCall, checks } = parse(doctor.stdout);
  expect(canCall).toBe(doctor.exitCode === 0);
  await sandbox.untilGone('ffmpeg');
  const of = (name: string) => checks.find(({ check }) => check === name);
  return { exitCode: doctor.exitCode, checks, of };
}

const fixOf = (finding: Finding | undefined): string => (finding && 'fix' in finding ? finding.fix : '');

test('a machine where all is well can call, and the engines tell what they cost', async () => {
  const { exitCode, of } = await examine();
  expect(exitCode).toBe(0);
  for (const check of ['node', 'terminal', 'sharp', 'port', 'identity'])
    expect(of(check)).toMatchObject({ status: 'ok' });
  // A machine under load may be too slow for one of them, and is told so.
  for (const check of ['codec-wasm', 'codec-native']) {
    expect(of(check)?.measured?.['encodeMs']).toBeGreaterThan(0);
    expect(of(check)?.measured?.['decodeMs']).toBeGreaterThan(0);
  }
  expect(of('terminal')?.finding).toBe('not checked: stdout is not a terminal');
});

test('nothing is made by looking', async () => {
  await examine();
  expect(existsSync(sandbox.path('config-ana'))).toBe(false);
});

test('people read a line for each check, what to do below it, and the verdict at the end', async () => {
  const doctor = await run(sandbox, ['doctor', '127.0.0.1:1', '--port', '0']);
  expect(doctor.exitCode).toBe(5);
  expect(doctor.stderr).toBe('');
  expect(doctor.stdout).toMatch(/^ok {7}node {10}\d+\.\d+\.\d+\n/);
  expect(doctor.stdout).toMatch(
    /\nproblem {2}host {10}127\.0\.0\.1:1 refused the connection\n {9}fix: {10}\S/,
  );
  expect(doctor.stdout).toMatch(/\nno call can work: 1 problem( \(\d+ warnings?\))?\n$/);
});

test('in a terminal it asks the terminal, and leaves no trace but its lines', async () => {
  const env = { TMUX: '/tmp/tmux,1,0', SSH_CONNECTION: '192.0.2.1 5 192.0.2.2 22' };
  const window = Window.vtalk(sandbox, ['doctor', '--port', '0'], { env });
  expect(await window.ended()).toBe(0);
  await window.sees(/ok +terminal +answers in \d+ ms, in tmux, over ssh/);
  await window.sees(/ok +color +24-bit colours, as COLORTERM=truecolor/);
  await window.sees(/ok +size +120x40/);
  await window.sees(/ok +locale +LC_ALL=C\.UTF-8/);
  await window.sees(/a call can work/);
  await window.sees(/by each renderer.*\s+quadrant[\s▀-▟]+\s+half[\s▀-▟]+ascii /);
  await window.seesPicture(150);
  expect(window.text).not.toContain('^[');
  await window.close();
});

test('a locale that is not UTF-8 is mended by the variable it names', async () => {
  const window = Window.vtalk(sandbox, ['doctor', '--port', '0'], { env: { LC_ALL: 'C' } });
  await window.sees(/warning +locale +LC_ALL=C is not UTF-8\s+fix: +export LC_ALL=C\.UTF-8/);
  expect(await window.ended()).toBe(0);
  await window.close();
});

describe('each fix solves what it was found for:', () => {
  test('an identity that others can read', async () => {
    await run(sandbox, ['call', '127.0.0.1:1', '--headless']);
    chmodSync(sandbox.path('config-ana/vtalk/identity.pem'), 0o644);
    const before = await examine();
    expect(before.exitCode).toBe(5);
    expect(before.of('identity')).toMatchObject({ status: 'problem' });
    execSync(fixOf(before.of('identity')));
    const after = await examine();
    expect(after.of('identity')).toMatchObject({ status: 'ok' });
    expect(after.exitCode).toBe(0);
  });

  test('a place for the identity where nothing can be written', async () => {
    const env = { XDG_CONFIG_HOME: sandbox.write('file', '') };
    const before = await examine([], { env });
    expect(before.exitCode).toBe(5);
    expect(before.of('identity')).toMatchObject({ status: 'problem' });
    const fix = fixOf(before.of('identity'));
    const call = await run(sandbox, ['call', '127.0.0.1:1', '--headless'], { env });
    expect(call.stderr).toContain(`hint: ${fix}\n`);
    const place = execSync(`TMPDIR=${sandbox.directory}; ${fix}; echo $XDG_CONFIG_HOME`).toString().trim();
    const after = await examine([], { env: { XDG_CONFIG_HOME: place } });
    expect(after.of('identity')).toMatchObject({ status: 'ok' });
    expect(after.exitCode).toBe(0);
  });

  test('a port in use', async () => {
    const server = createServer();
    const port = await listenLocally(server);
    const before = await examine(['--port', String(port)]);
    expect(before.of('port')).toMatchObject({ status: 'warning', finding: `port ${port} is in use (TCP)` });
    expect(before.exitCode).toBe(0);
    const free = /^vtalk listen --port (\d+)$/.exec(fixOf(before.of('port')))?.[1] ?? '';
    const after = await examine(['--port', free]);
    expect(after.of('port')).toMatchObject({ status: 'ok', finding: `${free} is free for TCP and UDP` });
    server.close();
  });

  const lacksFfmpeg = lacking('ffmpeg', '-version');

  test.skipIf(lacksFfmpeg)('an ffmpeg that FFMPEG_BIN names and that is not there', async () => {
    const before = await examine([], { env: { FFMPEG_BIN: sandbox.path('none') } });
    expect(before.of('ffmpeg')).toMatchObject({ status: 'warning', fix: 'unset FFMPEG_BIN' });
    expect(before.of('camera')).toMatchObject({ status: 'warning', fix: 'unset FFMPEG_BIN' });
    expect(before.exitCode).toBe(0);
    expect((await examine()).of('ffmpeg')).toMatchObject({ status: 'ok' });
  });

  const bundled = existsSync(new URL('../../node_modules/ffmpeg-static/ffmpeg', import.meta.url));

  test.skipIf(bundled)('no ffmpeg at all', async () => {
    const before = await examine([], { env: { PATH: sandbox.directory } });
    expect(before.of('ffmpeg')).toMatchObject({
      status: 'warning',
      fix: expect.stringMatching(/install|pacman -S|get it from/),
    });
    expect(before.exitCode).toBe(0);
  });

  test('an engine that does not exist', async () => {
    const before = await examine([], { env: { VTALK_CODEC: 'h261' } });
    expect(before.exitCode).toBe(5);
    expect(before.of('codec')).toMatchObject({ status: 'problem', fix: 'unset VTALK_CODEC' });
  });

  test('a way to the host that lets no UDP through', async () => {
    const { port } = await listening();
    const tunnel = await openTcpTunnel(port);
    const before = await examine([`127.0.0.1:${tunnel.port}`]);
    expect(before.of('udp')).toMatchObject({ status: 'warning' });
    const [, ...call] = fixOf(before.of('udp')).split(' ');
    const caller = new Program(sandbox, [...call, '--headless'], { user: 'ana' });
    expect(await caller.event('connected')).toMatchObject({ transport: 'tcp' });
    tunnel.close();
  });

  test('a host where nobody listens', async () => {
    const port = await freePort();
    const before = await examine([`127.0.0.1:${port}`]);
    expect(before.exitCode).toBe(5);
    expect(before.of('host')).toMatchObject({ status: 'problem' });
    const fix = /vtalk (listen --port \d+)/.exec(fixOf(before.of('host')))?.[1] ?? '';
    const host = new Program(sandbox, [...fix.split(' '), '--headless', '--bind', '127.0.0.1'], {
      user: 'ben',
    });
    await host.event('listening');
    expect(await examine([`127.0.0.1:${port}`])).toMatchObject({ exitCode: 0 });
  });
});

async function listening(): Promise<{ host: Program; port: number; invitation: string }> {
  const host = new Program(sandbox, [...LISTEN, '--name', 'ben'], { user: 'ben' });
  return { host, ...(await host.event('listening')) };
}

describe('with a host', () => {
  test('it says that it was reached, how far away it is, and that UDP is not known', async () => {
    const { host, port, invitation } = await listening();
    const { exitCode, of } = await examine([invitation]);
    expect(exitCode).toBe(0);
    expect(of('host')?.finding).toMatch(`127.0.0.1:${port} speaks vtalk, connected in `);
    expect(of('key')?.finding).toMatch(/as the invitation tells$/);
    expect(of('round-trip')?.measured?.['roundTripMs']).toBeGreaterThan(0);
    expect(of('udp')).toMatchObject({
      status: 'ok',
      finding: expect.stringContaining('only a call can tell'),
    });
    expect(host.events.map(({ event }) => event)).toEqual(['listening']);
  });

  test('it says who is met for the first time, and who is known', async () => {
    const { port, invitation } = await listening();
    expect((await examine([`127.0.0.1:${port}`])).of('key')?.finding).toMatch(/never met before/);
    await run(sandbox, ['call', invitation, '--headless', '--duration', '0.2', '--no-video']);
    const again = await listening();
    const known = await examine([`127.0.0.1:${again.port}`]);
    expect(known.of('key')?.finding).toMatch(/known as ben$/);
  });

  test('another key than the invitation tells is a problem', async () => {
    const { invitation } = await listening();
    const forged = invitation.replace(/#.{42}./, `#${'A'.repeat(43)}`);
    const { exitCode, of } = await examine([forged]);
    expect(exitCode).toBe(5);
    expect(of('key')).toMatchObject({ status: 'problem', fix: expect.stringContaining('new invitation') });
  });

  test('an unknown name is a problem, and no address at all is wrong usage', async () => {
    const unknown = await examine(['nobody.invalid']);
    expect(unknown.exitCode).toBe(5);
    expect(unknown.of('host')).toMatchObject({ finding: 'unknown host nobody.invalid' });
    const wrong = await run(sandbox, ['doctor', 'no/host']);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toMatch(
      /^error: "no\/host" is no address that can be called\nhint: vtalk doctor .+\n$/,
    );
    expect(wrong.stdout).toBe('');
  });
});

test('what hangs is given up: an ffmpeg that never ends, a host that says nothing', async () => {
  const ffmpeg = sandbox.write('ffmpeg', '#!/bin/sh\nsleep 1000\n');
  chmodSync(ffmpeg, 0o755);
  const silent = createServer();
  const port = await listenLocally(silent);
  const { exitCode, of } = await examine([`127.0.0.1:${port}`], { env: { FFMPEG_BIN: ffmpeg } });
  expect(of('ffmpeg')).toMatchObject({ status: 'warning', finding: 'nothing came of it within 3 s' });
  expect(of('host')).toMatchObject({
    status: 'problem',
    finding: expect.stringContaining('said nothing for 5 s'),
  });
  expect(exitCode).toBe(5);
  silent.close();
});

test('a signal ends it at once, with all that it has started', async () => {
  const started = sandbox.path('started');
  const ffmpeg = sandbox.write('ffmpeg', `#!/bin/sh\necho yes > ${started}\nsleep 1000\n`);
  chmodSync(ffmpeg, 0o755);
  const doctor = new Program(sandbox, ['doctor', '--port', '0'], { env: { FFMPEG_BIN: ffmpeg } });
  await textOf(started);
  doctor.kill('SIGINT');
  expect(await doctor.ended()).toBe(130);
  expect(doctor.stderr).toBe('');
  await sandbox.untilGone();
});
