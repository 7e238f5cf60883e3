import * as fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Path } from '../../src/base/net.ts';
import type { Identity } from '../../src/base/packet.ts';
import { dialTcp, dialUdp } from '../../src/net/dial.ts';
import { listen } from '../../src/net/listener.ts';
import { memoryPair } from '../../src/net/memory.ts';
import { makeIdentity } from './identity.ts';
import { bytesOf, RecordingSink } from './records.ts';

/** Two ends of one path, and what each of them hears. */
interface Ends {
  near: Path;
  nearSink: RecordingSink;
  /** Known when the first datagram has come; the contract sends one. */
  far: () => Promise<Path>;
  farSink: RecordingSink;
}

let identity: Identity;
let closers: (() => unknown)[] = [];

beforeAll(async () => {
  identity = await makeIdentity();
});

afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  closers = [];
});

async function overSockets(dial: (port: number, sink: RecordingSink) => Promise<Path>): Promise<Ends> {
  const [nearSink, farSink] = [new RecordingSink(), new RecordingSink()];
  const listener = await listen({ host: '127.0.0.1', port: 0, identity, sink: farSink, clock: systemClock });
  closers.push(() => listener.close());
  const near = await dial(listener.port, nearSink);
  closers.push(() => near.close());
  return { near, nearSink, farSink, far: async () => (await farSink.datagrams.nth(0)).path };
}

const openers: Record<Path['transport'], () => Promise<Ends>> = {
  udp: () => overSockets((port, sink) => dialUdp({ host: '127.0.0.1', port, sink })),
  tcp: () =>
    overSockets((port, sink) =>
      dialTcp({
        host: '127.0.0.1',
        port,
        identity,
        peerFingerprint: identity.fingerprint,
        sink,
        timeoutMs: 5000,
        clock: systemClock,
      }),
    ),
  memory: async () => {
    const [nearSink, farSink] = [new RecordingSink(), new RecordingSink()];
    const [near, far] = memoryPair(nearSink.datagram, farSink.datagram);
    return { near, nearSink, farSink, far: async () => far };
  },
};

const numbered = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => new Uint8Array(index + 1).fill(index));

describe.each(['udp', 'tcp', 'memory'] as const)('a path over %s', (transport) => {
  test('carries datagrams whole, both ways', async () => {
    const { near, nearSink, far, farSink } = await openers[transport]();
    near.send(bytesOf('ping'));
    expect((await farSink.datagrams.nth(0)).bytes).toEqual(bytesOf('ping'));
    (await far()).send(bytesOf('pong'));
    const answer = await nearSink.datagrams.nth(0);
    expect(Buffer.from(answer.bytes).toString()).toBe('pong');
    expect(answer.path).toBe(near);
  });

  test('says what it is', async () => {
    const { near, far, farSink } = await openers[transport]();
    near.send(bytesOf('ping'));
    await farSink.datagrams.nth(0);
    const remote = transport === 'memory' ? /^memory:/ : /^127\.0\.0\.1:\d+$/;
    for (const path of [near, await far()]) {
      expect(path.transport).toBe(transport);
      expect(path.remote).toMatch(remote);
    }
  });

  test('carries datagrams of every length up to 1200 bytes', async () => {
    const { near, farSink } = await openers[transport]();
    const sent = numbered(1200);
    farSink.onDatagram = (path) => path.admit();
    // One after the other: a burst of this size may overrun a UDP buffer, which is no fault.
    for (const [index, datagram] of sent.entries()) {
      near.send(datagram);
      await farSink.datagrams.nth(index);
    }
    const lengths = farSink.datagrams.items.map(({ bytes }) => bytes.length);
    expect(lengths).toEqual(sent.map((datagram) => datagram.length));
  });

  test('lets its user reuse the bytes after send', async () => {
    const { near, farSink } = await openers[transport]();
    const scratch = Uint8Array.of(1, 2, 3);
    near.send(scratch);
    scratch.fill(0);
    expect([...(await farSink.datagrams.nth(0)).bytes]).toEqual([1, 2, 3]);
  });

  test('has no backlog once everything has arrived', async () => {
    const { near, farSink } = await openers[transport]();
    expect(near.backlog()).toBe(0);
    near.send(new Uint8Array(1000));
    await farSink.datagrams.nth(0);
    await new Promise(setImmediate);
    expect(near.backlog()).toBe(0);
  });

  test('gives nothing to a closed end, and takes nothing from it', async () => {
    const { near, far, nearSink, farSink } = await openers[transport]();
    near.send(bytesOf('first'));
    await farSink.datagrams.nth(0);
    near.close();
    near.close();
    near.send(bytesOf('late'));
    (await far()).send(bytesOf('late'));
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(nearSink.datagrams.items).toEqual([]);
    expect(farSink.datagrams.items).toHaveLength(1);
    expect(near.backlog()).toBe(0);
  });

  test('may be admitted at any time', async () => {
    const { near, far, farSink } = await openers[transport]();
    near.admit();
    near.send(bytesOf('x'));
    (await far()).admit();
    near.send(bytesOf('y'));
    expect(await farSink.datagrams.first(2)).toHaveLength(2);
  });
});

describe.each(['tcp', 'memory'] as const)('a path over %s, which loses nothing,', (transport) => {
  test('keeps the order', async () => {
    const { near, farSink } = await openers[transport]();
    farSink.onDatagram = (path) => path.admit();
    const sent = numbered(500);
    for (const datagram of sent) near.send(datagram);
    const received = await farSink.datagrams.first(sent.length);
    expect(received.map(({ bytes }) => bytes)).toEqual(sent);
  });

  test('carries any bytes', async () => {
    const { near, farSink } = await openers[transport]();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 1200 }), async (datagram) => {
        const before = farSink.datagrams.items.length;
        near.send(datagram);
        expect((await farSink.datagrams.nth(before)).bytes).toEqual(datagram);
      }),
      { numRuns: 50 },
    );
  });

  test('carries 65535 bytes once admitted', async () => {
    const { near, far, farSink } = await openers[transport]();
    near.send(Uint8Array.of(1));
    (await far()).admit();
    near.send(new Uint8Array(65535).fill(7));
    expect((await farSink.datagrams.nth(1)).bytes).toEqual(new Uint8Array(65535).fill(7));
  });
});

test('over tcp the loss of the connection is told once, on both ends', async () => {
  const { near, nearSink, far, farSink } = await openers.tcp();
  near.send(Uint8Array.of(1));
  const path = await far();
  near.close();
  expect(await farSink.ends.nth(0)).toBe(path);
  expect(await nearSink.ends.nth(0)).toBe(near);
  expect([nearSink.ends.items, farSink.ends.items]).toEqual([[near], [path]]);
});

test('over tcp a datagram of more than 4 kB from a stranger ends the path', async () => {
  const { near, farSink } = await openers.tcp();
  near.send(new Uint8Array(4097));
  await farSink.ends.nth(0);
  expect(farSink.datagrams.items).toEqual([]);
  expect(farSink.drops.items).toEqual(['tcp: datagram too large']);
});

test('over tcp a stranger has a hundred datagrams to show who it is', async () => {
  const { near, far, farSink } = await openers.tcp();
  for (const datagram of numbered(100)) near.send(datagram);
  await farSink.datagrams.first(100);
  expect(farSink.drops.items).toEqual([]);
  near.send(Uint8Array.of(1));
  expect(await farSink.ends.nth(0)).toBe(await far());
  expect(farSink.datagrams.items).toHaveLength(100);
  expect(farSink.drops.items).toEqual(['tcp: too many datagrams']);
});

test('over tcp the backlog counts what the system did not take, and is bounded', async () => {
  const { near, nearSink } = await openers.tcp();
  while (nearSink.drops.items.length === 0) near.send(new Uint8Array(60_000));
  expect(nearSink.drops.items).toEqual(['tcp send: backlog']);
  expect(near.backlog()).toBeGreaterThan(1 << 20);
  expect(near.backlog()).toBeLessThan((1 << 20) + 70_000);
});

test('over udp one sender keeps its path object, and an empty datagram is one too', async () => {
  const { near, farSink } = await openers.udp();
  near.send(Uint8Array.of(1));
  near.send(new Uint8Array(0));
  const [one, two] = await farSink.datagrams.first(2);
  expect(two?.path).toBe(one?.path);
  expect(two?.bytes).toHaveLength(0);
});
