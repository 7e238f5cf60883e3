import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClockOffset } from '../../src/rtp/clock-offset.ts';

interface Ping {
  sentAt: number;
  thereMs: number;
  thinkMs?: number;
  backMs: number;
  peerAheadMs: number;
}

/** Answers a ping as the network and a peer would; returns when the pong came in. */
function exchange(clock: ClockOffset, { sentAt, thereMs, thinkMs = 1, backMs, peerAheadMs }: Ping): void {
  const receivedAt = sentAt + thereMs + peerAheadMs;
  const now = sentAt + thereMs + thinkMs + backMs;
  clock.pong({ sentAt, receivedAt, answeredAt: receivedAt + thinkMs }, now);
}

test('nothing is known before the first pong', () => {
  expect(new ClockOffset()).toMatchObject({ rttMs: undefined, offsetMs: 0 });
});

test('over an even network the offset is exact, and thinking is no part of the round trip', () => {
  const clock = new ClockOffset();
  exchange(clock, { sentAt: 1e6, thereMs: 20, thinkMs: 300, backMs: 20, peerAheadMs: -5000 });
  expect(clock).toMatchObject({ rttMs: 40, offsetMs: -5000 });
});

test('the fastest ping is believed, the newest is the round trip', () => {
  const clock = new ClockOffset();
  exchange(clock, { sentAt: 1e6, thereMs: 500, backMs: 20, peerAheadMs: 100 });
  exchange(clock, { sentAt: 1e6 + 1000, thereMs: 20, backMs: 20, peerAheadMs: 100 });
  exchange(clock, { sentAt: 1e6 + 2000, thereMs: 20, backMs: 900, peerAheadMs: 100 });
  expect(clock).toMatchObject({ rttMs: 920, offsetMs: 100 });
});

test('after ten seconds a ping is forgotten', () => {
  const clock = new ClockOffset();
  exchange(clock, { sentAt: 1e6, thereMs: 1, backMs: 1, peerAheadMs: 100 });
  exchange(clock, { sentAt: 1e6 + 10_100, thereMs: 30, backMs: 30, peerAheadMs: 200 });
  expect(clock.offsetMs).toBe(200);
});

test('the error is never more than half the best round trip', () => {
  const delays = fc.record({ thereMs: fc.nat(900), backMs: fc.nat(900) });
  fc.assert(
    fc.property(fc.array(delays, { minLength: 1, maxLength: 9 }), fc.integer(), (pings, peerAheadMs) => {
      const clock = new ClockOffset();
      for (const [second, each] of pings.entries()) {
        exchange(clock, { sentAt: 1e12 + second * 1000, ...each, peerAheadMs });
      }
      const best = Math.min(...pings.map(({ thereMs, backMs }) => thereMs + backMs));
      expect(Math.abs(clock.offsetMs - peerAheadMs)).toBeLessThanOrEqual(best / 2);
    }),
  );
});

test.each([
  ['from the future', { sentAt: 2000, receivedAt: 2000, answeredAt: 2000 }],
  ['that thought longer than it was away', { sentAt: 900, receivedAt: 0, answeredAt: 5000 }],
  ['that was answered before it came in', { sentAt: 900, receivedAt: 50, answeredAt: 40 }],
  ['that is ages old', { sentAt: -20_000, receivedAt: 0, answeredAt: 0 }],
])('a pong %s changes nothing', (_, pong) => {
  const clock = new ClockOffset();
  clock.pong(pong, 1000);
  expect(clock).toMatchObject({ rttMs: undefined, offsetMs: 0 });
});
