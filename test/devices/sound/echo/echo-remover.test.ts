import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { EchoRemover, type EchoCanceller } from '../../../../src/devices/sound/echo/echo-remover.ts';
import { dbOf, framesOf, joined, noise, talk } from '../../../talker.ts';
import { Room } from '../../../voice/room.ts';

const installed = ((): boolean => {
  try {
    createRequire(import.meta.url).resolve('@livekit/rtc-ffi-bindings');
    return true;
  } catch {
    return process.env['CI'] !== undefined;
  }
})();

const [FRAME = new Int16Array()] = framesOf(noise(0.02, 1000));
const loaded = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A remover whose canceller is loaded. */
async function ready(canceller: EchoCanceller): Promise<EchoRemover> {
  const remover = new EchoRemover(() => Promise.resolve(canceller));
  remover.played(FRAME, 60);
  await loaded();
  return remover;
}

/** What is left when a loudspeaker plays `far` in a room where somebody says `near`. */
async function converse(
  far: Int16Array,
  near: Int16Array,
): Promise<{ heard: Int16Array; cleaned: Int16Array }> {
  const { Apm } = await import('../../../../src/devices/sound/echo/apm.ts');
  const remover = await ready(new Apm());
  const room = new Room({ couplingDb: -6, delayMs: 80 });
  const voices = framesOf(near);
  const heard: Int16Array[] = [];
  const cleaned: Int16Array[] = [];
  for (const [turn, played] of framesOf(far).entries()) {
    heard.push(room.hear(played, voices[turn]!));
    remover.played(played, 60);
    const pcm = heard.at(-1)!.slice();
    expect(remover.clean(pcm)).toBe(true);
    cleaned.push(pcm);
  }
  return { heard: joined(heard), cleaned: joined(cleaned) };
}

const seconds = (pcm: Int16Array, from: number, to: number): Int16Array =>
  pcm.subarray(from * 48_000, to * 48_000);

describe.skipIf(!installed)('with @livekit/rtc-ffi-bindings (skipped: it is not installed)', () => {
  test('an echo of 80 ms is 30 dB quieter after two seconds', async () => {
    const far = talk({ seconds: 6 });
    const { heard, cleaned } = await converse(far, noise(6, 10));
    expect(dbOf(seconds(heard, 2, 6))).toBeGreaterThan(-35);
    expect(dbOf(seconds(heard, 2, 6)) - dbOf(seconds(cleaned, 2, 6))).toBeGreaterThan(30);
  });

  test('who speaks in the room is heard, also over the other side', async () => {
    const far = talk({ seconds: 8, pitchHz: 210 });
    const near = talk({ seconds: 8, seed: 2 });
    near.fill(0, 0, 4 * 48_000);
    const { cleaned } = await converse(far, near);
    expect(dbOf(seconds(cleaned, 5, 8)) - dbOf(seconds(near, 5, 8))).toBeGreaterThan(-10);
    expect(dbOf(seconds(cleaned, 3, 4))).toBeLessThan(-50);
  });
});

/** Makes silence, so that one sees it; and remembers what it was told. */
class Silencer implements EchoCanceller {
  readonly played = (): void => void this.calls.push('played');
  readonly calls: (number | 'played')[] = [];

  clean(pcm: Int16Array, delayMs: number): void {
    this.calls.push(delayMs);
    pcm.fill(0);
  }
}

describe('an echo remover', () => {
  test('leaves sound as it is while nothing is played, and does not even load the library', () => {
    const remover = new EchoRemover(() => {
      throw new Error('loaded');
    });
    const pcm = FRAME.slice();
    expect(remover.clean(pcm)).toBe(false);
    expect(pcm).toEqual(FRAME);
  });

  test('cleans from when the library is there until a second after the last sound', async () => {
    const canceller = new Silencer();
    const remover = await ready(canceller);
    remover.played(FRAME, 70);
    const turns = Array.from({ length: 60 }, () => remover.clean(FRAME.slice()));
    expect(turns).toEqual([...Array<boolean>(50).fill(true), ...Array<boolean>(10).fill(false)]);
    remover.played(FRAME, 75);
    expect(remover.clean(FRAME.slice())).toBe(true);
    expect(canceller.calls).toEqual(['played', 'played', ...Array<number>(50).fill(70), 'played', 75]);
  });

  test('loads the library once, and without it leaves sound as it is', async () => {
    let times = 0;
    const remover = new EchoRemover(() => {
      times++;
      return Promise.reject(new Error('not installed'));
    });
    for (let turn = 0; turn < 3; turn++) {
      remover.played(FRAME, 60);
      await loaded();
      expect(remover.clean(FRAME.slice())).toBe(false);
    }
    expect(times).toBe(1);
  });

  test('leaves sound as it is once the library has failed', async () => {
    let times = 0;
    const remover = await ready({
      played: () => {},
      clean: () => {
        times++;
        throw new Error('no such stream');
      },
    });
    remover.played(FRAME, 60);
    for (let turn = 0; turn < 3; turn++) expect(remover.clean(FRAME.slice())).toBe(false);
    expect(times).toBe(1);
  });
});
