import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Sandbox } from './sandbox.ts';
import { finalStatsIn, untilStats } from './stats-file.ts';
import { Window } from './window.ts';
import { textOf } from './file-text.ts';

vi.setConfig({ testTimeout: 60_000 });

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const SUMMARY = /^\d\d:\d\d with (\w+), (\d+) frames seen, (\d+) sent, .* in, .* out$/m;

/** The cells of the peer's picture, as soon as there is one. */
async function paintedRegion(stats: string): Promise<{ columns: number; rows: number }> {
  const { tty } = await untilStats(stats, 'frames painted', (lines) =>
    lines.find(({ video }) => video.received.fps > 0),
  );
  const [columns = 0, rows = 0] = tty.region.split('x').map(Number);
  return { columns, rows };
}

test.each([
  { transport: 'udp', engine: 'native' },
  { transport: 'udp', engine: 'wasm' },
  { transport: 'tcp', engine: 'native' },
  { transport: 'tcp', engine: 'wasm' },
])('two people see and write to each other: $transport, $engine', async ({ transport, engine }) => {
  const options = (user: string) => [
    '--source',
    'test',
    '--name',
    user,
    '--stats',
    sandbox.path(`${user}.stats`),
  ];
  const env = { VTALK_CODEC: engine };
  const listen = [
    'listen',
    '--bind',
    '127.0.0.1',
    '--port',
    '0',
    '--invitation-file',
    sandbox.path('invitation'),
  ];
  const ana = Window.vtalk(sandbox, [...listen, ...options('ana')], { user: 'ana', env });
  const invitation = await textOf(sandbox.path('invitation'));
  await ana.sees('waiting for a call');

  const call = ['call', invitation, '--transport', transport];
  const ben = Window.vtalk(sandbox, [...call, ...options('ben')], {
    user: 'ben',
    env,
    columns: 100,
    rows: 30,
  });
  await ana.sees('ben is calling');
  ana.type('a');

  for (const { window, user, peer } of [
    { window: ana, user: 'ana', peer: 'ben' },
    { window: ben, user: 'ben', peer: 'ana' },
  ]) {
    const region = await paintedRegion(sandbox.path(`${user}.stats`));
    await window.seesPicture(region.columns * region.rows);
    await window.sees(`${peer} (`);
    await window.sees(`${transport} · end-to-end`);
    await window.sees(/fps +[1-9]\d* +[1-9]\d*/);
    await window.sees(/kbit\/s +[1-9]\d* +[1-9]\d*/);
  }

  ben.type('\thello from over here\r');
  await ana.sees(/\d\d:\d\d ben hello from over here/);
  ana.type('\tgood to see you\r');
  await ben.sees(/\d\d:\d\d ana good to see you/);

  ana.type('\x1b');
  await ana.sees('? help');
  ana.type('q');
  expect(await ana.ended()).toBe(0);
  expect(await ben.ended()).toBe(0);
  expect(ana.screen).toBe('normal');
  expect(SUMMARY.exec(ana.text)?.[1]).toBe('ben');
  expect(SUMMARY.exec(ben.text)?.[1]).toBe('ana');
  for (const user of ['ana', 'ben']) {
    const final = finalStatsIn(sandbox.path(`${user}.stats`));
    expect(final).toMatchObject({ state: 'connected', transport, peer: user === 'ana' ? 'ben' : 'ana' });
    expect(final.video.received.shown).toBeGreaterThan(0);
    expect(final.video.sent.keyFrames).toBeGreaterThan(0);
  }
  await ana.close();
  await ben.close();
  expect(sandbox.processes()).toEqual([]);
});
