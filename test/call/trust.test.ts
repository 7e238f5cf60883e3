import { describe, expect, it } from 'vitest';
import type { KnownPeer } from '../../src/base/peers.ts';
import { greet } from '../../src/call/door/door.ts';
import type { Hello } from '../../src/control/messages.ts';
import { formatFingerprint } from '../../src/secure/fingerprint-text.ts';
import { World, type Someone } from './world.ts';

/** What `fakeLinks` export, in words. */
const WORDS = ['acorn', 'actor', 'alarm', 'album', 'almond'];

const notes = ({ display }: Someone): string[] =>
  display.state?.chat.filter(({ from }) => from === 'vtalk').map(({ text }) => text) ?? [];

describe('the words of a call', () => {
  it('are the same on both screens and in both events', async () => {
    const world = new World();
    await world.connect();
    for (const someone of [world.ana, world.ben]) {
      expect(someone.display.state?.words).toEqual(WORDS);
      expect(someone.events).toContainEqual(expect.objectContaining({ event: 'connected', words: WORDS }));
    }
  });

  it('are not there before the call', async () => {
    const world = new World({ answer: 'ask' });
    world.ring();
    await world.clock.play(100);
    expect(world.ana.display.state).toMatchObject({ phase: 'ringing', words: undefined });
  });

  it('are told to who has met a stranger, with what to type, and to nobody else', async () => {
    const world = new World();
    world.ring({ identify: () => ({ name: "Ana O'Hara", trust: 'first contact' }) });
    await world.clock.play(1000);
    expect(notes(world.ben)).toEqual([
      expect.stringContaining(WORDS.join(' ')),
      expect.stringMatching(/: vtalk peers verify 'Ana O'\\''Hara'$/),
    ]);
    expect(notes(world.ana)).toEqual([]);
  });
});

describe('the host', () => {
  const fingerprint = new Uint8Array(32).fill(7);
  const ben: KnownPeer = {
    fingerprint: formatFingerprint(fingerprint),
    name: 'ben',
    where: undefined,
    firstSeen: '2025-01-01',
    lastSeen: '2025-01-01',
    verifiedAt: '2025-01-02',
  };
  const hello: Hello = {
    type: 'hello',
    version: 1,
    name: 'benny',
    transport: 'udp',
    wish: { width: 2, height: 2, fps: 1, pixelAspect: 1 },
    mux: false,
    camera: { on: false },
    microphone: { on: false },
  };

  it.each(['known', 'auto'] as const)('lets in who is verified with --answer %s', (answer) => {
    const door = { answer, token: new Uint8Array(16), loopbackOnly: false, known: [ben] };
    expect(greet({ hello, fingerprint, now: 0 }, door)).toMatchObject({
      decision: { do: 'accept' },
      person: { name: 'ben', trust: 'verified' },
    });
  });
});
