import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Identity } from '../../src/base/packet.ts';
import { dialControl, dialUdp } from '../../src/net/dial.ts';
import { listen } from '../../src/net/listener.ts';
import type { Listener } from '../../src/net/listener.ts';
import { freePort } from '../free-port.ts';
import { makeIdentity } from './identity.ts';
import { hasIPv6, RecordingSink } from './records.ts';

let identity: Identity;
let closers: (() => unknown)[] = [];

beforeAll(async () => {
  identity = await makeIdentity();
});

afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  closers = [];
});

async function open(
  host: string | undefined,
  port = 0,
): Promise<{ listener: Listener; sink: RecordingSink }> {
  const sink = new RecordingSink();
  const listener = await listen({ host, port, identity, sink, clock: systemClock });
  closers.push(() => listener.close());
  return { listener, sink };
}

const loopbacks = ['127.0.0.1', ...(hasIPv6 ? ['::1'] : [])];

test.each(loopbacks)('%s reaches a listener on everything, by tcp and by udp', async (host) => {
  const { listener, sink } = await open(undefined);
  const where = { host, port: listener.port };
  const link = await dialControl({ ...where, identity, timeoutMs: 5000, clock: systemClock });
  closers.push(() => link.close());
  const near = new RecordingSink();
  const path = await dialUdp({ ...where, sink: near });
  closers.push(() => path.close());
  path.send(Uint8Array.of(1));
  const { path: back } = await sink.datagrams.nth(0);
  back.send(Uint8Array.of(2));
  expect([...(await near.datagrams.nth(0)).bytes]).toEqual([2]);
  expect((await sink.callers.nth(0)).loopback).toBe(true);
  expect(back.remote.startsWith(host.includes(':') ? '[::1]:' : '127.0.0.1:')).toBe(true);
});

test('a listener on one address has one port for tcp and udp, and can be reached by name', async () => {
  const { listener } = await open('localhost');
  expect(listener.port).toBeGreaterThan(0);
  const link = await dialControl({
    host: 'localhost',
    port: listener.port,
    identity,
    timeoutMs: 5000,
    clock: systemClock,
  });
  void link.close();
});

test('a port that is taken for tcp is said to be in use, with the way out', async () => {
  const { listener } = await open('127.0.0.1');
  await expect(open('127.0.0.1', listener.port)).rejects.toMatchObject({
    message: `port ${listener.port} is in use`,
    hint: '--port 0 takes any free port',
  });
});

test('a port that is taken for udp is said to be in use, and given back for tcp', async () => {
  const port = await freePort();
  const taken = createSocket('udp4').bind({ port, address: '127.0.0.1' });
  closers.push(() => taken.close());
  await once(taken, 'listening');
  await expect(open('127.0.0.1', port)).rejects.toThrow(`port ${port} is in use`);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

test('an address of another machine can not be listened on', async () => {
  await expect(open('192.0.2.1')).rejects.toMatchObject({
    message: 'can not listen on 192.0.2.1 (EADDRNOTAVAIL)',
    hint: '--bind takes an address of this machine, such as 127.0.0.1',
  });
});

test('a number that is no port is said to be none', async () => {
  await expect(open('127.0.0.1', 65536)).rejects.toThrow('65536 is no port');
});

test('the same port is free again as soon as close is done', async () => {
  const port = await freePort();
  const { listener } = await open(undefined, port);
  await listener.close();
  const again = await open(undefined, port);
  expect(again.listener.port).toBe(port);
});
