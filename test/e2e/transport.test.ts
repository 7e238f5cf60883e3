import { afterEach, beforeEach, expect, test } from 'vitest';
import { LISTEN } from './headless-call.ts';
import { Program } from './headless.ts';
import { Sandbox } from './sandbox.ts';
import { untilStats } from './stats-file.ts';
import { openTcpTunnel } from './tcp-tunnel.ts';
import { Window } from './window.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

test('a key changes the transport of a call that goes on', async () => {
  const args = ['--transport', 'udp', '--stats', sandbox.path('stats')];
  const window = Window.vtalk(sandbox, ['demo', ...args], {});
  await window.sees('demo with ben');
  for (const transport of ['tcp', 'udp', 'tcp']) {
    window.type('t');
    await window.sees(`${transport} · end-to-end`);
    await untilStats(sandbox.path('stats'), `pictures over ${transport}`, (lines) => {
      const last = lines.at(-1);
      return last?.transport === transport && last.video.received.fps > 5;
    });
  }
  window.type('q');
  expect(await window.ended()).toBe(0);
  await window.close();
});

test('through a tunnel that carries only TCP, the transport that nobody named becomes tcp', async () => {
  const host = new Program(sandbox, [...LISTEN, '--source', 'test'], { user: 'ana' });
  const { port, invitation } = await host.event('listening');
  const tunnel = await openTcpTunnel(port);
  const where = invitation.replace(`:${port}/`, `:${tunnel.port}/`);
  const args = ['call', where, '--headless', '--source', 'test', '--stats', sandbox.path('stats')];
  const caller = new Program(sandbox, args, { user: 'ben' });
  expect(await caller.event('transport')).toMatchObject({ transport: 'tcp' });
  await untilStats(sandbox.path('stats'), 'pictures over tcp', (lines) => {
    const last = lines.at(-1);
    return last?.transport === 'tcp' && last.video.received.fps > 5;
  });
  tunnel.close();
});

test('a listener that takes pictures over tcp only lets the caller fall back to it', async () => {
  const host = new Program(sandbox, [...LISTEN, '--source', 'test', '--transport', 'tcp'], { user: 'ana' });
  const { invitation } = await host.event('listening');
  const args = ['call', invitation, '--headless', '--source', 'test', '--stats', sandbox.path('stats')];
  const caller = new Program(sandbox, args, { user: 'ben' });
  expect(await caller.event('transport')).toMatchObject({ transport: 'tcp' });
  await untilStats(sandbox.path('stats'), 'pictures over tcp', (lines) => {
    const last = lines.at(-1);
    return last?.transport === 'tcp' && last.video.received.fps > 5;
  });
});
