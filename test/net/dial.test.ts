import { createSocket } from 'node:dgram';
import type { RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { ExitCode } from '../../src/base/errors.ts';
import type { Identity } from '../../src/base/packet.ts';
import { parseAddress } from '../../src/net/address.ts';
import { dialControl, dialTcp, dialUdp } from '../../src/net/dial.ts';
import { listen } from '../../src/net/listener.ts';
import { freePort } from '../free-port.ts';
import { makeIdentity } from './identity.ts';
import { hasIPv6, RecordingSink } from './records.ts';
import { VirtualClock } from '../virtual-clock.ts';

let identity: Identity;
let other: Identity;
let closers: (() => unknown)[] = [];

beforeAll(async () => {
  identity = await makeIdentity();
  other = await makeIdentity();
});

afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  closers = [];
});

const dial = (port: number, clock = new VirtualClock(), host = '127.0.0.1') =>
  dialControl({ host, port, identity, timeoutMs: 4000, clock });

async function serve(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const serveTls = (options: TlsOptions): Promise<number> =>
  serve(
    createTlsServer({ key: other.privateKeyPem, cert: other.certificatePem, ...options }).on(
      'tlsClientError',
      () => {},
    ),
  );

const startThere = (message: string): string =>
  `start it there: vtalk listen --port ${/:(\d+) /.exec(message)?.[1]}`;

const refused = (message: string, hint = startThere(message)) => ({
  message,
  hint,
  exitCode: ExitCode.refused,
});

test('nobody listens', async () => {
  const port = await freePort();
  await expect(dial(port)).rejects.toMatchObject(refused(`127.0.0.1:${port} refused the connection`));
});

test('an unknown host', async () => {
  await expect(dial(7373, new VirtualClock(), 'nowhere.invalid')).rejects.toMatchObject(
    refused('unknown host nowhere.invalid', 'check the name, or use the IP address'),
  );
});

test('a server that says nothing', async () => {
  const clock = new VirtualClock();
  const server = createServer();
  const port = await serve(server);
  const accepted = once(server, 'connection');
  const dialled = dial(port, clock);
  const verdict = expect(dialled).rejects.toMatchObject(refused(`127.0.0.1:${port} said nothing for 4 s`));
  await accepted;
  while (clock.pending === 0) await new Promise(setImmediate);
  await new Promise(setImmediate);
  clock.advance(4000);
  await verdict;
});

test('a server that speaks first, and not TLS', async () => {
  const port = await serve(createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
  await expect(dial(port)).rejects.toMatchObject(refused(`127.0.0.1:${port} does not speak TLS`));
});

test('a server that answers in HTTP', async () => {
  const port = await serve(
    createServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
  );
  await expect(dial(port)).rejects.toMatchObject(refused(`127.0.0.1:${port} does not speak TLS`));
});

test('a server that hangs up', async () => {
  const port = await serve(createServer((socket) => socket.once('data', () => socket.destroy())));
  await expect(dial(port)).rejects.toMatchObject(refused(`127.0.0.1:${port} closed the connection`));
});

test('a server that resets', async () => {
  const port = await serve(createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
  await expect(dial(port)).rejects.toMatchObject(refused(`127.0.0.1:${port} closed the connection`));
});

test.each<[string, TlsOptions]>([
  ['without ALPN', {}],
  ['of another protocol', { ALPNProtocols: ['h2'] }],
  ['of TLS 1.2', { maxVersion: 'TLSv1.2', ALPNProtocols: ['vtalk/1'] }],
])('a TLS server %s', async (_, options) => {
  const port = await serveTls(options);
  const dialled = dial(port);
  await expect(dialled).rejects.toThrow(`127.0.0.1:${port} speaks TLS, but not vtalk`);
  await expect(dialled).rejects.toMatchObject({ exitCode: ExitCode.refused });
});

test('a server with another kind of key', async () => {
  const p256 = await makeIdentity('p256');
  const port = await serveTls({
    key: p256.privateKeyPem,
    cert: p256.certificatePem,
    ALPNProtocols: ['vtalk/1'],
  });
  await expect(dial(port)).rejects.toThrow('speaks TLS, but not vtalk (another kind of key)');
});

test('a media connection that another key answers is refused with the code for it', async () => {
  const sink = new RecordingSink();
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    identity: other,
    sink,
    clock: new VirtualClock(),
  });
  closers.push(() => listener.close());
  const options = {
    host: '127.0.0.1',
    port: listener.port,
    identity,
    sink: new RecordingSink(),
    timeoutMs: 4000,
    clock: new VirtualClock(),
  };
  const wrong = dialTcp({ ...options, peerFingerprint: identity.fingerprint });
  await expect(wrong).rejects.toMatchObject({ exitCode: ExitCode.keyChanged });
  const path = await dialTcp({ ...options, peerFingerprint: other.fingerprint });
  path.close();
});

test('a finished dial leaves no alarm behind', async () => {
  const clock = new VirtualClock();
  const sink = new RecordingSink();
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    identity: other,
    sink,
    clock: new VirtualClock(),
  });
  closers.push(() => listener.close());
  const link = await dial(listener.port, clock);
  expect(clock.pending).toBe(0);
  expect(parseAddress(link.remote)).toEqual({ host: '127.0.0.1', port: listener.port });
  await listener.close();
  await expect(dial(listener.port, clock)).rejects.toThrow();
  expect(clock.pending).toBe(0);
});

test('udp takes datagrams from the address that was dialled, and counts the others', async () => {
  const [peer, stranger] = [createSocket('udp4'), createSocket('udp4')];
  closers.push(
    () => peer.close(),
    () => stranger.close(),
  );
  peer.bind({ port: 0, address: '127.0.0.1' });
  await once(peer, 'listening');
  const sink = new RecordingSink();
  const path = await dialUdp({ host: '127.0.0.1', port: peer.address().port, sink });
  closers.push(() => path.close());
  path.send(Uint8Array.of(1));
  const from = await new Promise<RemoteInfo>((resolve) => {
    peer.once('message', (_, sender) => resolve(sender));
  });
  stranger.send(Uint8Array.of(6), from.port, '127.0.0.1');
  expect(await sink.drops.nth(0)).toBe('udp: another sender');
  peer.send(Uint8Array.of(7), from.port, '127.0.0.1');
  expect([...(await sink.datagrams.nth(0)).bytes]).toEqual([7]);
  expect(sink.datagrams.items).toHaveLength(1);
});

test('udp to a port where nobody is throws nothing', async () => {
  const port = await freePort();
  const path = await dialUdp({ host: '127.0.0.1', port, sink: new RecordingSink() });
  closers.push(() => path.close());
  for (let sent = 0; sent < 5; sent++) {
    path.send(Uint8Array.of(1));
    await new Promise(setImmediate);
  }
});

test('udp counts a datagram that the system refuses', async () => {
  const sink = new RecordingSink();
  const path = await dialUdp({ host: '127.0.0.1', port: 9, sink });
  closers.push(() => path.close());
  path.send(new Uint8Array(70_000));
  expect(await sink.drops.nth(0)).toBe('udp send: EMSGSIZE');
});

test('udp to an unknown host', async () => {
  const dialled = dialUdp({ host: 'nowhere.invalid', port: 1, sink: new RecordingSink() });
  await expect(dialled).rejects.toMatchObject({
    message: 'unknown host nowhere.invalid',
    exitCode: ExitCode.refused,
  });
});

test.skipIf(!hasIPv6)('udp knows an IPv6 address however it is written', async () => {
  const sink = new RecordingSink();
  const path = await dialUdp({ host: '0:0:0:0:0:0:0:1', port: 9, sink });
  closers.push(() => path.close());
  expect(path.remote).toBe('[::1]:9');
});
