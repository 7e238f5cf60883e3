import { afterEach, beforeEach, expect, test } from 'vitest';
import { LISTEN } from './headless-call.ts';
import { Program } from './headless.ts';
import { Relay } from './relay.ts';
import { Sandbox } from './sandbox.ts';
import { finalStatsIn, untilStats } from './stats-file.ts';
import { Strangers } from './strangers.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const HTTP = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
const IDLE = 20;
const HALF_OPEN = 5;

test('a call among strangers keeps its frames, and counts what it has thrown away', async () => {
  const args = (user: string): string[] => ['--source', 'test', '--stats', sandbox.path(`${user}.stats`)];
  const host = new Program(sandbox, [...LISTEN, ...args('ana')], { user: 'ana' });
  const { port, invitation } = await host.event('listening');
  const relay = await Relay.open(port);
  const where = invitation.replace(`:${port}/`, `:${relay.port}/`);
  const call = ['call', where, '--headless', '--transport', 'udp', ...args('ben')];
  const caller = new Program(sandbox, call, { user: 'ben' });
  await caller.event('connected');

  const strangers = new Strangers(port);
  await strangers.connect(IDLE);
  await strangers.halfOpen(HALF_OPEN);
  await strangers.connect(1, Buffer.alloc(5000, 0xa5));
  await strangers.connect(1, HTTP);
  const pem = sandbox.read('config-ben/vtalk/identity.pem');
  const credentials = { key: pem, cert: pem };
  strangers.speakTls({ ...credentials, ALPNProtocols: ['h2'] });
  strangers.speakTls({ ALPNProtocols: ['vtalk/1'] });
  strangers.speakTls({ ...credentials, ALPNProtocols: ['vtalk/1'] });
  strangers.speakTls({ ...credentials, ALPNProtocols: ['vtalk/1'] }, HTTP);
  strangers.speakTls({ ...credentials, ALPNProtocols: ['vtalk/1'] }, '\0\0\0\x05hello');
  strangers.speakTls({ ...credentials, ALPNProtocols: ['vtalk-media/1'] }, HTTP);
  await strangers.sendGarbage(500);
  await untilStats(sandbox.path('ana.stats'), 'all strangers put out', (lines) =>
    lines.find(
      ({ dropped }) =>
        dropped['tcp: said nothing'] === IDLE && dropped['tls: handshake timed out'] === HALF_OPEN,
    ),
  );

  caller.kill('SIGTERM');
  expect(await caller.ended()).toBe(143);
  expect(await host.ended()).toBe(0);
  strangers.leave();
  relay.close();
  for (const { stderr } of [host, caller]) expect(stderr).toMatch(/^\d\d:\d\d with \w+, .*\n$/);
  const ana = finalStatsIn(sandbox.path('ana.stats'));
  const ben = finalStatsIn(sandbox.path('ben.stats'));
  expect(ana.video.received.fps).toBeGreaterThan(0.5 * ben.video.sent.fps);
  expect(ben.video.received.fps).toBeGreaterThan(0.5 * ana.video.sent.fps);
  expect(Math.min(ana.video.sent.fps, ben.video.sent.fps)).toBeGreaterThan(5);
  const reasons = Object.keys(ana.dropped).join('\n');
  for (const reason of ['replayed', 'ssrc', 'short', 'rtcp malformed', 'control'])
    expect(reasons).toContain(reason);
  expect(Object.keys(ben.dropped).join('\n')).toContain('replayed');
  expect(ana.dropped).toMatchObject({
    'tls: handshake failed': 3,
    'tls: no certificate': 1,
    'tcp: datagram too large': 1,
  });
  expect(sandbox.processes()).toEqual([]);
});
