import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { ControlLink } from '../../src/base/net.ts';
import type { Identity } from '../../src/base/packet.ts';
import { dialControl } from '../../src/net/dial.ts';
import { listen } from '../../src/net/listener.ts';
import type { Listener } from '../../src/net/listener.ts';
import { makeIdentity } from './identity.ts';
import { bytesOf, RecordingControl, RecordingSink } from './records.ts';
import { VirtualClock } from '../virtual-clock.ts';

let host: Identity;
let guest: Identity;
let listener: Listener;
let sink: RecordingSink;
let clock: VirtualClock;

beforeAll(async () => {
  host = await makeIdentity();
  guest = await makeIdentity();
});

beforeEach(async () => {
  sink = new RecordingSink();
  clock = new VirtualClock();
  listener = await listen({ host: '127.0.0.1', port: 0, identity: host, sink, clock });
});

afterEach(() => listener.close());

const dial = (): Promise<ControlLink> =>
  dialControl({
    host: '127.0.0.1',
    port: listener.port,
    identity: guest,
    timeoutMs: 5000,
    clock: systemClock,
  });

async function pair(): Promise<{ ours: ControlLink; theirs: ControlLink }> {
  const ours = await dial();
  return { ours, theirs: await sink.callers.nth(0) };
}

test('both ends know the key of the other, and that they are on one machine', async () => {
  const { ours, theirs } = await pair();
  expect(ours.peerFingerprint).toEqual(host.fingerprint);
  expect(theirs.peerFingerprint).toEqual(guest.fingerprint);
  expect(ours.loopback).toBe(true);
  expect(theirs.loopback).toBe(true);
  expect(ours.remote).toBe(`127.0.0.1:${listener.port}`);
});

test('both ends export the same key, another for each label and each connection', async () => {
  const { ours, theirs } = await pair();
  const key = ours.exportKey('EXPORTER-test', 44);
  expect(key).toHaveLength(44);
  expect(theirs.exportKey('EXPORTER-test', 44)).toEqual(key);
  expect(theirs.exportKey('EXPORTER-other', 44)).not.toEqual(key);
  const another = await dial();
  expect(another.exportKey('EXPORTER-test', 44)).not.toEqual(key);
});

test('a lost connection still exports bytes, which fit nothing', async () => {
  const { ours } = await pair();
  const closes = new RecordingControl();
  ours.listen(closes);
  const key = ours.exportKey('EXPORTER-test', 16);
  await listener.close();
  await closes.closes.nth(0);
  expect(ours.exportKey('EXPORTER-test', 16)).toHaveLength(16);
  expect(ours.exportKey('EXPORTER-test', 16)).not.toEqual(key);
});

test('messages cross whole and in order, whatever came before listen included', async () => {
  const { ours, theirs } = await pair();
  const sent = ['hello', '', 'x'.repeat(4096), 'bye'];
  for (const text of sent) ours.send(bytesOf(text));
  void ours.close();
  const heard = new RecordingControl();
  theirs.listen(heard);
  await heard.closes.nth(0);
  expect(heard.messages.items).toEqual(sent);
});

test('an end in good order has no reason, on both sides', async () => {
  const { ours, theirs } = await pair();
  const [here, there] = [new RecordingControl(), new RecordingControl()];
  ours.listen(here);
  theirs.listen(there);
  void ours.close();
  void ours.close();
  ours.send(bytesOf('too late'));
  expect([await here.closes.nth(0), await there.closes.nth(0)]).toEqual([undefined, undefined]);
  expect(here.closes.items).toHaveLength(1);
  expect(there.messages.items).toEqual([]);
});

test('an end before listen is told to who listens later', async () => {
  const { ours, theirs } = await pair();
  const [here, late] = [new RecordingControl(), new RecordingControl()];
  ours.listen(here);
  void ours.close();
  await here.closes.nth(0);
  theirs.listen(late);
  expect(await late.closes.nth(0)).toBeUndefined();
});

test('a link that nobody listens to closes without waiting to be cut', async () => {
  const { ours, theirs } = await pair();
  const here = new RecordingControl();
  ours.listen(here);
  ours.send(new Uint8Array(4096));
  void theirs.close();
  expect(await here.closes.nth(0)).toBeUndefined();
  while (clock.pending > 0) await new Promise(setImmediate);
});

test('a closing link is cut after a second when the peer reads nothing', async () => {
  const { theirs } = await pair();
  const end = new RecordingControl();
  theirs.listen(end);
  theirs.send(new Uint8Array(65536));
  void theirs.close();
  clock.advance(1000);
  await end.closes.nth(0);
  expect(clock.pending).toBe(0);
});

test('a stranger may send 4 kB at once, and 64 kB when admitted', async () => {
  const { ours, theirs } = await pair();
  const heard = new RecordingControl();
  theirs.listen({
    message: (body) => {
      heard.message(body);
      theirs.admit();
    },
    closed: (reason) => heard.closed(reason),
  });
  ours.send(bytesOf('h'.repeat(4096)));
  ours.send(bytesOf('m'.repeat(65536)));
  const messages = await heard.messages.first(2);
  expect(messages.map((message) => message.length)).toEqual([4096, 65536]);
});

test('a message over the cap ends the link with its reason', async () => {
  const { ours, theirs } = await pair();
  const [here, there] = [new RecordingControl(), new RecordingControl()];
  ours.listen(here);
  theirs.listen(there);
  ours.send(new Uint8Array(4097));
  expect(await there.closes.nth(0)).toBe('the peer sent a message that is too large');
  expect(there.messages.items).toEqual([]);
  await here.closes.nth(0);
});

test('sending more than 64 kB at once is our own mistake and throws', async () => {
  const { ours } = await pair();
  expect(() => ours.send(new Uint8Array(65537))).toThrow(RangeError);
});

test('a peer that never reads is cut off instead of filling the memory', async () => {
  const { ours, theirs } = await pair();
  const heard = new RecordingControl();
  theirs.listen(heard);
  for (let sent = 0; sent < 64 << 20 && heard.closes.items.length === 0; sent += 65536) {
    theirs.send(new Uint8Array(65536));
    if (sent % (1 << 20) === 0) await new Promise(setImmediate);
  }
  expect(await heard.closes.nth(0)).toBe('the peer does not read');
  void ours.close();
});

test('a link that is not admitted in 5 s is closed, an admitted one stays', async () => {
  const admitted = (await pair()).theirs;
  admitted.admit();
  await dial();
  const idle = await sink.callers.nth(1);
  const [one, other] = [new RecordingControl(), new RecordingControl()];
  admitted.listen(one);
  idle.listen(other);
  clock.advance(5000);
  expect(await other.closes.nth(0)).toBe('not admitted in time');
  expect(sink.drops.items).toEqual(['not admitted in time']);
  expect(one.closes.items).toEqual([]);
});
