import { createRequire } from 'node:module';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EchoCanceller } from '../../src/base/audio.ts';
import { dbOf, framesOf, joined, noise, talk } from '../talker.ts';
import { Room } from '../voice/room.ts';
import { openEchoCanceller } from './built.ts';

const fixture = (name: string): URL => new URL(name, import.meta.url);
const installed = ((): boolean => {
  try {
    createRequire(import.meta.url).resolve('@livekit/rtc-ffi-bindings');
    return true;
  } catch {
    return process.env['CI'] !== undefined;
  }
})();

const open: EchoCanceller[] = [];
async function start(script?: URL): Promise<EchoCanceller> {
  const canceller = openEchoCanceller(script);
  open.push(canceller);
  await vi.waitUntil(() => canceller.working, { timeout: 50_000 });
  return canceller;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((canceller) => canceller.close()));
});

/** What is left when a loudspeaker plays `far` in a room where somebody says `near`. */
async function converse(
  canceller: EchoCanceller,
  far: Int16Array,
  near: Int16Array,
): Promise<{ heard: Int16Array; cleaned: Int16Array }> {
  const room = new Room({ couplingDb: -6, delayMs: 80 });
  const voices = framesOf(near);
  const heard: Int16Array[] = [];
  const cleaned: Int16Array[] = [];
  for (const [turn, played] of framesOf(far).entries()) {
    heard.push(room.hear(played, voices[turn]!));
    canceller.played(played, 60);
    cleaned.push(await canceller.clean(heard.at(-1)!.slice()));
  }
  return { heard: joined(heard), cleaned: joined(cleaned) };
}

const seconds = (pcm: Int16Array, from: number, to: number): Int16Array =>
  pcm.subarray(from * 48_000, to * 48_000);

describe.skipIf(!installed)('with @livekit/rtc-ffi-bindings', () => {
  test('an echo of 80 ms is 30 dB quieter after two seconds', async () => {
    const far = talk({ seconds: 6 });
    const { heard, cleaned } = await converse(await start(), far, noise(6, 10));
    expect(dbOf(seconds(heard, 2, 6))).toBeGreaterThan(-35);
    expect(dbOf(seconds(heard, 2, 6)) - dbOf(seconds(cleaned, 2, 6))).toBeGreaterThan(30);
  });

  test('who speaks in the room is heard, also over the other side', async () => {
    const far = talk({ seconds: 8, pitchHz: 210 });
    const near = talk({ seconds: 8, seed: 2 });
    near.fill(0, 0, 4 * 48_000);
    const { cleaned } = await converse(await start(), far, near);
    expect(dbOf(seconds(cleaned, 5, 8)) - dbOf(seconds(near, 5, 8))).toBeGreaterThan(-10);
    expect(dbOf(seconds(cleaned, 3, 4))).toBeLessThan(-50);
  });

  test('what was played before it was ready does no harm, and closing twice none', async () => {
    const canceller = openEchoCanceller();
    open.push(canceller);
    expect(canceller.working).toBe(false);
    canceller.played(noise(0.02, 1000), 60);
    const pcm = noise(0.02, 1000);
    expect(await canceller.clean(pcm)).toBe(pcm);
    await Promise.all([canceller.close(), canceller.close()]);
    expect(canceller.working).toBe(false);
    expect(await canceller.clean(pcm)).toBe(pcm);
  });
});

describe('when the process', () => {
  test('dies, nothing is lost: sound goes through as it is', async () => {
    const canceller = await start(fixture('dying-child.js'));
    const pieces = framesOf(noise(0.2, 1000));
    const cleaned = await Promise.all(pieces.map((pcm) => canceller.clean(pcm)));
    expect(cleaned.map((pcm) => dbOf(pcm) < -90)).toEqual(pieces.map((_, index) => index < 2));
    expect(canceller.working).toBe(false);
  });

  test('hangs, sound goes through after half a second of it', async () => {
    const canceller = await start(fixture('hanging-child.js'));
    const pieces = framesOf(noise(0.6, 1000));
    const cleaned = await Promise.all(pieces.map((pcm) => canceller.clean(pcm)));
    expect(cleaned).toEqual(pieces);
    expect(canceller.working).toBe(false);
  });

  test('never starts, sound goes through', async () => {
    const canceller = openEchoCanceller(fixture('no-such-child.js'));
    const [pcm] = framesOf(noise(0.02, 1000));
    expect(await canceller.clean(pcm!)).toBe(pcm);
    await canceller.close();
    expect(canceller.working).toBe(false);
  });
});
