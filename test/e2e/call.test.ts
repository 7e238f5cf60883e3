import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCodec } from '../codec/built.ts';
import { Sandbox } from './sandbox.ts';
import { finalStatsIn, untilStats } from './stats-file.ts';
import { Window } from './window.ts';
import type { WindowOptions } from './window.ts';
import { textOf } from './file-text.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const SUMMARY = /^\d\d:\d\d with (\w+), (\d+) frames seen, (\d+) sent, .* in, .* out$/m;

const USERS = ['ana', 'ben'] as const;
type User = (typeof USERS)[number];
const statsOf = (user: User): string => sandbox.path(`${user}.stats`);

function open(user: User, command: readonly string[], options: WindowOptions): Window {
  const args = [...command, '--source', 'test', '--name', user, '--stats', statsOf(user)];
  return Window.vtalk(sandbox, args, { user, ...options });
}

/** Resolves when a window shows the other's picture, who that is, how they talk, and figures that are not zero. */
async function seesPeer(window: Window, user: User, transport: string): Promise<void> {
  const { tty } = await untilStats(statsOf(user), 'frames painted', (lines) =>
    lines.find(({ video }) => video.received.fps > 0),
  );
  const [columns = 0, rows = 0] = tty.region.split('x').map(Number);
  await window.seesPicture(columns * rows);
  await window.sees(`${transport} · end-to-end`);
  await window.sees(/fps +[1-9]\d* +[1-9]\d*/);
  await window.sees(/kbit\/s +[1-9]\d* +[1-9]\d*/);
}

const native = await openCodec('native').catch(() => undefined);
await native?.close();
const lackingEngine = (engine: string): boolean => engine === 'native' && !native && !process.env['CI'];

test.for([
  { transport: 'udp', engines: ['native', 'native'] },
  { transport: 'udp', engines: ['wasm', 'wasm'] },
  { transport: 'tcp', engines: ['native', 'native'] },
  { transport: 'tcp', engines: ['wasm', 'wasm'] },
  { transport: 'udp', engines: ['native', 'wasm'] },
])(
  'two people see and write to each other: $transport, $engines',
  async ({ transport, engines }, { skip }) => {
    skip(engines.some(lackingEngine), 'there is no node-av');
    const [anas = '', bens = ''] = engines;
    const files = ['--invitation-file', sandbox.path('invitation')];
    const listen = ['listen', '--bind', '127.0.0.1', '--port', '0', ...files];
    const ana = open('ana', listen, { env: { VTALK_CODEC: anas } });
    const invitation = await textOf(sandbox.path('invitation'));
    const call = ['call', invitation, '--transport', transport];
    const ben = open('ben', call, { env: { VTALK_CODEC: bens }, columns: 100, rows: 30 });
    await ana.sees('ben is calling');
    ana.type('a');
    await seesPeer(ana, 'ana', transport);
    await seesPeer(ben, 'ben', transport);

    ben.type('\thello from over here\r');
    await ana.sees(/\d\d:\d\d ben hello from over here/);
    ana.type('\tgood to see you\r');
    await ben.sees(/\d\d:\d\d ana good to see you/);

    await ana.sees('Esc leaves the chat');
    ana.type('\x1b');
    await ana.sees('? help');
    ana.type('q');
    for (const [window, peer] of [
      [ana, 'ben'],
      [ben, 'ana'],
    ] as const) {
      expect(await window.ended()).toBe(0);
      expect(window.screen).toBe('normal');
      expect(SUMMARY.exec(window.text)?.[1]).toBe(peer);
      await window.close();
    }
    for (const user of USERS) {
      const final = finalStatsIn(statsOf(user));
      expect(final).toMatchObject({ state: 'connected', transport, peer: user === 'ana' ? 'ben' : 'ana' });
      expect(final.video.received.shown).toBeGreaterThan(0);
      expect(final.video.sent.keyFrames).toBeGreaterThan(0);
    }
    expect(sandbox.processes()).toEqual([]);
  },
);

const untilWiderThan = (pixels: number): Promise<true> =>
  untilStats(statsOf('ana'), `a picture wider than ${pixels}`, (lines) =>
    lines.some(({ video }) => video.received.width > pixels),
  );

test('the picture follows the size of the window that shows it', async () => {
  const window = open('ana', ['demo'], { columns: 80, rows: 24 });
  await untilWiderThan(0);
  window.resize(200, 60);
  await untilWiderThan(80);
  window.type('q');
  expect(await window.ended()).toBe(0);
  await window.close();
});
