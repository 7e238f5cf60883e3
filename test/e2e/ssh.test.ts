import { afterEach, beforeEach, expect, test } from 'vitest';
import { LISTEN } from './headless-call.ts';
import { Program } from './headless.ts';
import { Sandbox } from './sandbox.ts';
import { lackingSshd, sshTunnel } from './ssh.ts';
import { untilStats } from './stats-file.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

test.skipIf(lackingSshd).each([
  { how: 'from the begin', flags: ['--transport', 'tcp', '--mux'], changes: false },
  { how: 'after a second without UDP', flags: [], changes: true },
])('one port of ssh -L carries a whole call, $how', async ({ flags, changes }) => {
  const host = new Program(sandbox, [...LISTEN, '--source', 'test'], { user: 'ana' });
  const { port, invitation } = await host.event('listening');
  const entrance = await sshTunnel(sandbox, port);
  const where = invitation.replace(/\/\/.*\//, `//localhost:${entrance}/`);
  const stats = sandbox.path('stats');
  const args = ['call', where, '--headless', '--source', 'test', '--stats', stats, ...flags];
  const caller = new Program(sandbox, args, { user: 'ben' });
  await untilStats(stats, 'pictures over tcp', (lines) => {
    const last = lines.at(-1);
    return last?.transport === 'tcp' && last.video.received.fps > 5;
  });
  expect(caller.events.some(({ event }) => event === 'transport')).toBe(changes);
  caller.kill('SIGTERM');
  expect([await caller.ended(), await host.ended()]).toEqual([143, 0]);
});
