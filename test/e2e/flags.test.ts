import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Stats } from '../../src/call/state.ts';
import { openCodec } from '../codec/built.ts';
import { textOf } from './file-text.ts';
import { makeFilm, noFilms } from './film.ts';
import { blindRows, endings, filmRows, screenRows } from './flag-rows.ts';
import type { Blind, Ending, Ground, Outcome, Rows, Seen, Unseen, Way } from './flag-rows.ts';
import { freePort } from '../free-port.ts';
import { Program, run } from './headless.ts';
import { install } from './installed.ts';
import { Knocks } from './knocks.ts';
import { Sandbox } from './sandbox.ts';
import { finalStatsIn, statsIn, untilStats } from './stats-file.ts';
import { Window } from './window.ts';

vi.setConfig({ maxConcurrency: 2 });

const box = new Sandbox();
let vtalk = '';
beforeAll(() => void (vtalk = install(box)));
afterAll(() => box.close());

/** A sandbox with the installed command; it is gone after `work`. */
async function inSandbox(work: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = new Sandbox(vtalk);
  try {
    await work(sandbox);
    expect(sandbox.processes()).toEqual([]);
  } finally {
    sandbox.close();
  }
}

const argsOf = (side: 'host' | 'caller', rows: Rows<never>): string[] =>
  Object.values(rows).flatMap((row) => row[side] ?? []);

const brokenIn = <Trace>(rows: Rows<Trace>, outcome: Outcome<Trace>): string[] =>
  Object.keys(rows).filter((flag) => rows[flag]?.works(outcome) !== true);

function expectAllWork<Trace>(rows: Rows<Trace>, outcome: Outcome<Trace>): void {
  // All that was written to a terminal would bury the rest.
  const told = JSON.stringify(outcome, (key, value: unknown) => (key === 'output' ? undefined : value), 1);
  expect(brokenIn(rows, outcome), told).toEqual([]);
}

const native = await openCodec('native').catch(() => undefined);
await native?.close();

const ways: Way[] = ['udp', 'tcp', 'mux'];
const engines = ['native', 'wasm'].filter((engine) => engine === 'wasm' || native || process.env['CI']);
type Combination = { way: Way; engine: string };
const combinations: Combination[] = ways.flatMap((way) => engines.map((engine) => ({ way, engine })));
/** Reachable from this machine only. */
const LISTEN = ['listen', '--bind', '127.0.0.1', '--port', '0'];
const mediaFlags = (way: Way): string[] => (way === 'mux' ? ['--mux'] : ['--transport', way]);

/** Writes down who it works for. */
const FFMPEG = '#!/bin/sh\necho "$USER" >> ffmpeg-users\nexec ffmpeg "$@"\n';
const USERS = { host: 'ana', caller: 'ben' } as const;
type Side = keyof typeof USERS;

const statsFile = (sandbox: Sandbox, side: Side): string => sandbox.path(`${USERS[side]}.stats`);

const untilSeen = (sandbox: Sandbox, side: Side, frames: number): Promise<true> =>
  untilStats(statsFile(sandbox, side), `${frames} frames`, (lines) =>
    lines.some(({ video }) => video.received.shown >= frames),
  );

const loudest = (lines: readonly Stats[]): number =>
  Math.max(...lines.map(({ audio }) => audio.received.level));

const untilHeard = (sandbox: Sandbox, side: Side): Promise<true> =>
  untilStats(statsFile(sandbox, side), 'a sound', (lines) => loudest(lines) > -60);

/** Both see the film of the other for longer than it lasts, and hear each other's tone. */
async function films(sandbox: Sandbox, { way, engine }: Combination): Promise<void> {
  const knocks = {
    host: await new Knocks().open(),
    caller: await new Knocks().open(),
    sound: await new Knocks().open(),
  };
  chmodSync(sandbox.write('ffmpeg', FFMPEG), 0o700);
  const ground: Ground = {
    path: (name) => sandbox.path(name),
    way,
    film: makeFilm(sandbox, 0.5),
    port: 0,
    invitation: '',
    ports: {
      hostSound: await freePort(),
      callerSound: knocks.sound.port,
      hostCopy: knocks.host.port,
      callerCopy: knocks.caller.port,
    },
  };
  const env = { VTALK_CODEC: engine };
  const host = new Program(sandbox, ['listen', ...argsOf('host', filmRows(ground))], {
    user: USERS.host,
    env,
  });
  const { port } = await host.event('listening');
  const rows = filmRows({ ...ground, port, invitation: sandbox.read('invitation') });
  const call = ['call', '127.0.0.1', ...argsOf('caller', rows)];
  const caller = new Program(sandbox, call, { user: USERS.caller, env });
  for (const side of ['host', 'caller'] as const) {
    await untilSeen(sandbox, side, 10);
    await untilHeard(sandbox, side);
  }
  caller.kill('SIGTERM');
  expect([await caller.ended(), await host.ended()]).toEqual([143, 0]);
  const left = (side: Side, { events }: Program): Unseen => ({
    events,
    stats: finalStatsIn(statsFile(sandbox, side)),
    loudest: loudest(statsIn(statsFile(sandbox, side))),
    log: sandbox.read(`${USERS[side]}.log`),
    copied: knocks[side].count,
    soundKnocks: knocks.sound.count,
    usedFfmpeg: sandbox.read('ffmpeg-users').includes(USERS[side]),
  });
  for (const knock of Object.values(knocks)) knock.close();
  expectAllWork(rows, { way, host: left('host', host), caller: left('caller', caller) });
}

/** Both see a test card on a screen. */
async function screens(sandbox: Sandbox, { way, engine }: Combination): Promise<void> {
  const open = (side: Side, ...command: string[]): Window => {
    const args = [
      ...command,
      ...argsOf(side, screenRows),
      '--source',
      'test',
      '--stats',
      statsFile(sandbox, side),
    ];
    return Window.vtalk(sandbox, args, { user: USERS[side], env: { VTALK_CODEC: engine } });
  };
  const file = sandbox.path('invitation');
  const host = open('host', ...LISTEN, '--invitation-file', file);
  const caller = open('caller', 'call', await textOf(file), ...mediaFlags(way), '--name', USERS.caller);
  await Promise.all([untilSeen(sandbox, 'host', 5), untilSeen(sandbox, 'caller', 5)]);
  const seen = (side: Side, { text, pictureCells, output }: Window): Seen => {
    const kBps = statsIn(statsFile(sandbox, side)).at(-1)?.tty.kBps ?? 0;
    return { text, pictureCells, kBps, output };
  };
  const outcome = (): Outcome<Seen> => ({ way, host: seen('host', host), caller: seen('caller', caller) });
  const allWork = (): boolean => brokenIn(screenRows, outcome()).length === 0;
  // What is missing in the end is told flag by flag.
  await caller.until('all flags at work', allWork).catch(() => {});
  expectAllWork(screenRows, outcome());
  caller.type('q');
  expect([await caller.ended(), await host.ended()]).toEqual([0, 0]);
  for (const window of [host, caller]) await window.close();
}

/** Nobody is seen. */
async function blind(sandbox: Sandbox, { way, engine }: Combination): Promise<void> {
  const args = (side: Side): string[] => [...argsOf(side, blindRows), '--stats', statsFile(sandbox, side)];
  const start = (side: Side) => ({ user: USERS[side], env: { VTALK_CODEC: engine } });
  const host = new Program(sandbox, [...LISTEN, '--headless', ...args('host')], start('host'));
  const { invitation } = await host.event('listening');
  const call = ['call', invitation, '--headless', ...mediaFlags(way), ...args('caller')];
  const caller = await run(sandbox, call, start('caller'));
  expect([caller.exitCode, await host.ended()]).toEqual([0, 0]);
  const left = (side: Side, { events }: Program): Blind => ({
    events,
    stats: finalStatsIn(statsFile(sandbox, side)),
  });
  expectAllWork(blindRows, { way, host: left('host', host), caller: left('caller', caller) });
}

/** Somebody could answer, but doesn't. */
async function ends(sandbox: Sandbox, { listen, call, uninvited, exitCode, says }: Ending): Promise<void> {
  const file = sandbox.path('invitation');
  const host = Window.vtalk(sandbox, [...LISTEN, '--invitation-file', file, ...words(listen)]);
  const invitation = (await textOf(file)).replace(/\/\/[^/]+:/, '//127.0.0.1:');
  const where = uninvited ? new URL(invitation).host : invitation;
  const caller = await run(sandbox, ['call', where, '--headless', ...words(call)], { user: USERS.caller });
  expect(caller.stdout + caller.stderr).toMatch(says);
  expect(caller.exitCode).toBe(exitCode);
  host.type('q');
  expect(await host.ended()).toBe(0);
  await host.close();
}

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

describe.concurrent('each flag does its work', () => {
  test.skipIf(noFilms).each(combinations)('in two films: $way, $engine', async (combination) => {
    await inSandbox((sandbox) => films(sandbox, combination));
  });

  test.each(combinations)('on two screens: $way, $engine', async (combination) => {
    await inSandbox((sandbox) => screens(sandbox, combination));
  });

  test.each(combinations)('where nobody is seen: $way, $engine', async (combination) => {
    await inSandbox((sandbox) => blind(sandbox, combination));
  });

  test.each(endings)('listen $listen, call $call: exit code $exitCode', async (ending) => {
    await inSandbox((sandbox) => ends(sandbox, ending));
  });
});

describe('each flag has its row', () => {
  test.each(['host', 'caller'] as const)('of the %s', async (side) => {
    const help = await run(box, [side === 'host' ? 'listen' : 'call', '--help']);
    const flags = Array.from(help.stdout.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm), ([, flag]) => flag);
    const ground: Ground = {
      path: (name) => name,
      way: 'mux',
      film: '',
      port: 0,
      invitation: '',
      ports: { hostSound: 0, callerSound: 0, hostCopy: 0, callerCopy: 0 },
    };
    const used = [filmRows(ground), screenRows, blindRows].flatMap((rows) => argsOf(side, rows));
    const all = new Set([
      ...used,
      ...endings.flatMap(({ listen, call }) => words(side === 'host' ? listen : call)),
      '--help',
    ]);
    expect(flags.filter((flag) => !all.has(flag ?? ''))).toEqual([]);
  });
});
