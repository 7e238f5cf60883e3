import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { connectTime, isUdpRefused } from '../../src/net/reachability.ts';
import { freePort } from '../free-port.ts';
import { VirtualClock } from '../virtual-clock.ts';

const LIMIT_MS = 10_000;
const host = '127.0.0.1';

async function tcpServer(): Promise<{ port: number; close: () => Promise<unknown> }> {
  const server = createServer((socket) => socket.resume().on('error', () => {}));
  await once(server.listen(0, host), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, close: () => once(server.close(), 'close') };
}

test('a connection that comes about takes its time', async () => {
  const { port, close } = await tcpServer();
  expect(await connectTime({ host, port }, systemClock, LIMIT_MS)).toBeGreaterThan(0);
  await close();
});

test('where nobody listens there is no time to tell', async () => {
  const port = await freePort();
  expect(await connectTime({ host, port }, systemClock, LIMIT_MS)).toBeUndefined();
});

test('a UDP port that nobody has is refused by the system', async () => {
  const port = await freePort();
  expect(await isUdpRefused({ host, port }, systemClock, LIMIT_MS)).toBe(true);
});

test('a UDP port that somebody has stays silent, which says nothing', async () => {
  const clock = new VirtualClock();
  const socket = createSocket('udp4');
  socket.bind(0, host);
  await once(socket, 'listening');
  const asked = isUdpRefused({ host, port: socket.address().port }, clock, 500);
  await once(socket, 'message');
  clock.advance(500);
  expect(await asked).toBe(false);
  socket.close();
});
