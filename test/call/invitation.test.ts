import { describe, expect, it } from 'vitest';
import type { KnownPeer } from '../../src/base/peers.ts';
import { readControl, writeControl, type Refused } from '../../src/control/messages.ts';
import { formatFingerprint } from '../../src/secure/fingerprint-text.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { fakeLinks } from './fakes.ts';
import { World } from './world.ts';

const RIGHT = Uint8Array.of(1, 2, 3);
const WRONG = Uint8Array.of(1, 2, 4);
const STRANGER = new Uint8Array(32).fill(9);
const FRIEND = new Uint8Array(32).fill(7);

const hello = {
  type: 'hello',
  version: 1,
  name: 'eve',
  transport: 'udp',
  wish: { width: 80, height: 48, fps: 30, pixelAspect: 1 },
  mux: false,
  camera: { on: true },
  microphone: { on: true },
} as const;

const friend: KnownPeer = {
  fingerprint: formatFingerprint(FRIEND),
  name: 'ben',
  where: undefined,
  firstSeen: '2025-01-01',
  lastSeen: '2025-01-01',
};

/** Calls at Ana's with a secret. Resolves with what she answers. */
async function knock(
  world: World,
  token: Uint8Array,
  peerFingerprint = STRANGER,
): Promise<Refused | 'welcome' | undefined> {
  const { caller, host } = fakeLinks(world.clock, 1);
  let answer: Refused | 'welcome' | undefined;
  world.ana.call.incoming({ ...host, peerFingerprint });
  caller.listen({
    message: (body) => {
      const message = readControl(body);
      if (!message || message === 'unknown') return;
      if (message.type === 'refused') answer = message;
      if (message.type === 'welcome') answer = 'welcome';
    },
    closed: () => {},
  });
  caller.send(writeControl({ ...hello, token }));
  await world.clock.play(10);
  return answer;
}

/** Until strangers are not heard any more. */
async function guess(world: World, times: number): Promise<void> {
  for (let made = 0; made < times; made++) await knock(world, WRONG);
}

/** Ana's invitation is good for a minute. */
const expiring = (): World => new World({ door: { expiresAt: new VirtualClock().now() + 60_000 } });

describe('an invitation', () => {
  it('admits until it expires, and not after', async () => {
    for (const [afterMs, answer] of [
      [59_000, 'welcome'],
      [60_000, { type: 'refused', reason: 'token', text: 'this one has expired' }],
    ] as const) {
      const world = expiring();
      await world.clock.play(afterMs);
      expect(await knock(world, RIGHT)).toEqual(answer);
    }
  });

  it('is shown until it expires', async () => {
    const world = expiring();
    await world.clock.play(59_000);
    expect(world.ana.display.state?.invitation).toBe('vtalk://...');
    await world.clock.play(1000);
    expect(world.ana.display.state?.invitation).toBeUndefined();
  });
});

describe('wrong invitations', () => {
  const door = { known: [friend] };

  it('nine of them in a minute leave the right one its way', async () => {
    const world = new World({ door });
    await guess(world, 9);
    expect(await knock(world, RIGHT)).toBe('welcome');
  });

  it('ten of them in a minute shut out even the right one, for a minute', async () => {
    const world = new World({ door });
    await guess(world, 10);
    await world.clock.play(59_000);
    expect(await knock(world, RIGHT)).toMatchObject({ type: 'refused', reason: 'declined' });
    await world.clock.play(1000);
    expect(await knock(world, RIGHT)).toBe('welcome');
  });

  it('ten of them in more than a minute do not', async () => {
    const world = new World({ door });
    await guess(world, 9);
    await world.clock.play(60_000);
    await guess(world, 1);
    expect(await knock(world, RIGHT)).toBe('welcome');
  });

  it('shut out nobody who is known', async () => {
    const world = new World({ door });
    await guess(world, 10);
    expect(await knock(world, WRONG, FRIEND)).toBe('welcome');
  });

  it('reach no human while there are too many', async () => {
    const world = new World({ door, answer: 'ask' });
    for (let made = 0; made < 10; made++) {
      await knock(world, WRONG);
      world.ana.call.command({ do: 'answer', accept: false });
    }
    expect(await knock(world, WRONG)).toMatchObject({ type: 'refused', reason: 'declined' });
    expect(world.ana.display.state?.phase).toBe('listening');
  });
});
