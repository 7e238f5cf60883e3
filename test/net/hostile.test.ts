import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { ControlLink } from '../../src/base/net.ts';
import type { Identity } from '../../src/base/packet.ts';
import { dialControl, dialTcp } from '../../src/net/dial.ts';
import { frame } from '../../src/net/framing.ts';
import { listen } from '../../src/net/listener.ts';
import type { Listener } from '../../src/net/listener.ts';
import { makeIdentity } from './identity.ts';
import { bytesOf, Log, RecordingControl, RecordingSink } from './records.ts';
import { VirtualClock } from '../virtual-clock.ts';

let identity: Identity;
let listener: Listener;
let sink: RecordingSink;
let clock: VirtualClock;
let sockets: Socket[] = [];

beforeAll(async () => {
  identity = await makeIdentity();
});

beforeEach(async () => {
  sink = new RecordingSink();
  clock = new VirtualClock();
  listener = await listen({ host: '127.0.0.1', port: 0, identity, sink, clock });
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await listener.close();
});

/** All of 127.0.0.0/8 is this machine; elsewhere than on Linux only as far as it was told so. */
const noSecondAddress = process.platform !== 'linux' && !process.env['CI'];
const ELSEWHERE = '127.0.0.2';

/** Connections that stand, each with its end written down. */
async function connectRaw(count: number, localAddress = '127.0.0.1'): Promise<Log<Socket>> {
  const ends = new Log<Socket>();
  for (let made = 0; made < count; made++) {
    const socket = connectTcp({ host: '127.0.0.1', port: listener.port, localAddress });
    sockets.push(socket.on('error', () => {}));
    socket.resume().once('close', () => ends.push(socket));
    await once(socket, 'connect');
  }
  return ends;
}

/** The listener's side of a connection comes a moment after ours. */
async function untilEntered(count: number): Promise<void> {
  while (clock.pending < count) await new Promise(setImmediate);
}

const dial = (): Promise<ControlLink> =>
  dialControl({ host: '127.0.0.1', port: listener.port, identity, timeoutMs: 5000, clock: systemClock });

async function aRealCallWorks(): Promise<void> {
  const before = sink.callers.items.length;
  const ours = await dial();
  const theirs = await sink.callers.nth(before);
  const heard = new RecordingControl();
  theirs.listen(heard);
  ours.send(bytesOf('hello'));
  expect(await heard.messages.nth(0)).toBe('hello');
}

/** A TLS client that does as ours does, apart from what is `odd`. */
function connectOddly(odd: ConnectionOptions & { localAddress?: string } = {}): TLSSocket {
  const usual = { host: '127.0.0.1', port: listener.port, rejectUnauthorized: false };
  const socket = connectTls({ ...usual, ALPNProtocols: ['vtalk/1'], ...odd });
  sockets.push(socket.on('error', () => {}).resume());
  return socket;
}

const credentials = ({ privateKeyPem, certificatePem }: Identity) => ({
  key: privateKeyPem,
  cert: certificatePem,
});

/** Why the listener refused such a client. */
async function refusalOf(odd: ConnectionOptions): Promise<string> {
  const socket = connectOddly(odd);
  await new Promise((resolve) => socket.once('close', resolve));
  expect(sink.callers.items).toEqual([]);
  return sink.drops.nth(0);
}

test('a client that offers no protocol is refused', async () => {
  expect(await refusalOf({ ...credentials(identity), ALPNProtocols: [] })).toBe('tls: another protocol');
  await aRealCallWorks();
});

test('a client of another protocol is refused', async () => {
  const odd = { ...credentials(identity), ALPNProtocols: ['h2', 'http/1.1'] };
  expect(await refusalOf(odd)).toBe('tls: handshake failed');
  await aRealCallWorks();
});

test('a client without a certificate is refused', async () => {
  expect(await refusalOf({})).toBe('tls: no certificate');
});

test('a client with another kind of key is refused', async () => {
  expect(await refusalOf(credentials(await makeIdentity('p256')))).toBe('tls: another kind of key');
});

test('a client of TLS 1.2 is refused', async () => {
  expect(await refusalOf({ ...credentials(identity), maxVersion: 'TLSv1.2' })).toBe('tls: handshake failed');
});

test('a client that tries to resume its session has to show its certificate again', async () => {
  const first = connectOddly(credentials(identity));
  // Tickets come before the first data.
  (await sink.callers.nth(0)).send(bytesOf('hello'));
  await once(first, 'data');
  const session = first.getSession();
  if (!session) throw new Error('no session');
  const again = connectOddly({ ...credentials(identity), session });
  await once(again, 'secureConnect');
  expect(again.isSessionReused()).toBe(false);
  expect((await sink.callers.nth(1)).peerFingerprint).toEqual(identity.fingerprint);
});

test.each([
  ['plain HTTP', 'GET / HTTP/1.1\r\nHost: example\r\n\r\n'],
  ['noise', Buffer.alloc(5000, 0xa5)],
  ['an ssh client', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['what only begins like TLS', '\u0016\u0003\u0001\u0000\u0020 and then something else'.repeat(100)],
])('%s ends in a counted refusal and disturbs nothing', async (_, first) => {
  const ends = await connectRaw(1);
  sockets[0]!.write(first);
  await ends.first(1);
  expect(await sink.drops.nth(0)).toBe('tls: handshake failed');
  expect(clock.pending).toBe(0);
  await aRealCallWorks();
});

test('a client that leaves in the middle of the handshake is forgotten', async () => {
  const ends = await connectRaw(1);
  sockets[0]!.end(Buffer.from([0x16, 3, 1]));
  await ends.first(1);
  while (clock.pending > 0) await new Promise(setImmediate);
  await aRealCallWorks();
});

test('a connection that says nothing for 3 s is ended', async () => {
  const ends = await connectRaw(1);
  await untilEntered(1);
  clock.advance(2999);
  expect(ends.items).toEqual([]);
  clock.advance(1);
  await ends.first(1);
  expect(sink.drops.items).toEqual(['tcp: said nothing']);
});

test('a handshake of more than 5 s is ended', async () => {
  const ends = await connectRaw(2);
  await untilEntered(2);
  sockets[0]!.write(Buffer.from([0x16, 3, 1, 2, 0]));
  while (clock.longestMs < 5000) await new Promise(setImmediate);
  clock.advance(4999);
  expect(await ends.first(1)).toEqual([sockets[1]]);
  clock.advance(1);
  await ends.first(2);
  expect(sink.drops.items).toEqual(['tcp: said nothing', 'tls: handshake timed out']);
});

test('who says goodbye before anything else is no news', async () => {
  const ends = await connectRaw(1);
  sockets[0]!.end();
  await ends.first(1);
  while (clock.pending > 0) await new Promise(setImmediate);
  expect(sink.drops.items).toEqual([]);
});

test('seventy idle connections do not keep a caller out', async () => {
  const ends = await connectRaw(70);
  await aRealCallWorks();
  // 64 strangers may stay, one of them the caller: the seven oldest made room.
  expect(await ends.first(7)).toEqual(sockets.slice(0, 7));
  expect(sink.drops.items).toEqual(Array(7).fill('too many strangers'));
  clock.advance(5000);
  expect(await ends.first(70)).toHaveLength(70);
});

test.skipIf(noSecondAddress)('of a crowd from one source nobody from another is put out', async () => {
  const early = await connectRaw(1, ELSEWHERE);
  const crowd = await connectRaw(70);
  await crowd.first(7);
  expect(early.items).toEqual([]);
});

test.skipIf(noSecondAddress)('a flood of handshakes waits, and keeps no caller out', async () => {
  const flood = Array.from({ length: 40 }, () => connectOddly(credentials(identity)));
  const refused = new Log<TLSSocket>();
  for (const socket of flood) socket.once('close', () => refused.push(socket));
  await sink.callers.first(16);
  await untilEntered(40 + 1);
  connectOddly({ ...credentials(identity), localAddress: ELSEWHERE });
  await sink.callers.first(17);
  clock.advance(4999);
  await sink.callers.first(16 + 1 + 9);
  expect(sink.drops.items).toEqual([]);
  clock.advance(1);
  await refused.first(15);
  expect(sink.drops.items.filter((reason) => reason === 'too many handshakes')).toHaveLength(15);
});

test('who leaves while it waits for its turn is forgotten with that', async () => {
  for (let made = 0; made < 16; made++) connectOddly(credentials(identity));
  await sink.callers.first(16);
  const late = connectOddly(credentials(identity));
  // Its deadline, and the next turn.
  await untilEntered(16 + 2);
  late.destroy();
  clock.advance(500);
  while (clock.pending > 16) await new Promise(setImmediate);
  expect(sink.callers.items).toHaveLength(16);
});

test('admitted connections are never put out for strangers, and there are 256 at most', async () => {
  const admitted: ControlLink[] = [];
  for (let made = 0; made < 256; made++) {
    admitted.push(await dial());
    (await sink.callers.nth(made)).admit();
    // Nobody comes so often.
    clock.advance(500);
  }
  const ends = await connectRaw(1);
  await ends.first(1);
  expect(sink.drops.items).toEqual(['too many connections']);
  void admitted[0]!.close();
  const closed = new RecordingControl();
  admitted[0]!.listen(closed);
  await closed.closes.nth(0);
  await dial();
  await sink.callers.nth(256);
});

test('a message a byte at a time is heard whole, one that never ends is not waited for', async () => {
  const ours = await dial();
  const theirs = await sink.callers.nth(0);
  const heard = new RecordingControl();
  theirs.listen(heard);
  const socket = connectOddly(credentials(identity));
  const slow = await sink.callers.nth(1);
  const slowly = new RecordingControl();
  slow.listen(slowly);
  for (const byte of [0, 0, 0, 2, 0x68, 0x69, 0, 0, 0, 9, 0x21]) socket.write(Uint8Array.of(byte));
  expect(await slowly.messages.nth(0)).toBe('hi');
  theirs.admit();
  clock.advance(5000);
  expect(await slowly.closes.nth(0)).toBe('not admitted in time');
  expect(slowly.messages.items).toEqual(['hi']);
  ours.send(bytesOf('still here'));
  expect(await heard.messages.nth(0)).toBe('still here');
});

test('no message follows once the link was closed, even from the same TLS record', async () => {
  const socket = connectOddly(credentials(identity));
  const link = await sink.callers.nth(0);
  const heard = new RecordingControl();
  link.listen({
    message: (body) => {
      heard.message(body);
      void link.close();
    },
    closed: (reason) => heard.closed(reason),
  });
  socket.write(Buffer.concat(['last', 'late'].map((text) => frame(4, bytesOf(text)))));
  await heard.closes.nth(0);
  expect(heard.messages.items).toEqual(['last']);
});

test('no datagram follows once the path was closed, even from the same TLS record', async () => {
  const socket = connectOddly({ ...credentials(identity), ALPNProtocols: ['vtalk-media/1'] });
  sink.onDatagram = (path) => path.close();
  await once(socket, 'secureConnect');
  socket.write(Buffer.concat(['last', 'late'].map((text) => frame(2, bytesOf(text)))));
  await sink.ends.nth(0);
  expect(sink.datagrams.items).toHaveLength(1);
});

test('a media connection that is not admitted in 5 s is ended', async () => {
  const near = new RecordingSink();
  const path = await dialTcp({
    host: '127.0.0.1',
    port: listener.port,
    identity,
    peerFingerprint: identity.fingerprint,
    sink: near,
    timeoutMs: 5000,
    clock: systemClock,
  });
  path.send(Uint8Array.of(1));
  const far = (await sink.datagrams.nth(0)).path;
  clock.advance(5000);
  expect(await sink.ends.nth(0)).toBe(far);
  expect(await near.ends.nth(0)).toBe(path);
});

test('close ends strangers, callers and the port at once, and is harmless twice', async () => {
  const ends = await connectRaw(3);
  const ours = await dial();
  const heard = new RecordingControl();
  ours.listen(heard);
  await sink.callers.nth(0);
  await Promise.all([listener.close(), listener.close()]);
  await ends.first(3);
  await heard.closes.nth(0);
  expect(clock.pending).toBe(0);
  await expect(dial()).rejects.toThrow('refused the connection');
});

test('close lets a link that is closing say its last word', async () => {
  const ours = await dial();
  const theirs = await sink.callers.nth(0);
  const heard = new RecordingControl();
  ours.listen(heard);
  theirs.send(new Uint8Array(65536));
  theirs.send(bytesOf('bye'));
  void theirs.close();
  await listener.close();
  await heard.closes.nth(0);
  expect(heard.messages.items.at(-1)).toBe('bye');
});
