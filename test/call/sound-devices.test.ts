import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '../../src/base/audio.ts';
import { FakeLoudspeaker, FakeMicrophone } from './fake-sound.ts';
import { hum, lastStats, pitchOf, stateOf } from './humming.ts';
import type { World } from './world.ts';

const take = (kind: 'microphone' | 'loudspeaker', id: string | undefined) =>
  ({ do: 'take', kind, id }) as const;

/** One that hums an octave higher. */
function newMicrophone({ clock }: World): FakeMicrophone {
  const microphone = new FakeMicrophone(clock);
  return Object.assign(microphone, { id: 'other', hz: 800 });
}

describe('another device', () => {
  it('is listed with others of its kind only while somebody looks at them', async () => {
    const { world, ana } = await hum();
    ana.microphones.things = [ana.microphone];
    ana.loudspeakers.things = [ana.loudspeaker];
    const listed = async (kind: 'microphone' | 'loudspeaker' | undefined) => {
      world.ana.call.command({ do: 'browse', kind });
      await world.clock.play(200);
      return stateOf(world.ana).devices?.map(({ id }) => id);
    };
    expect(await listed('microphone')).toEqual(['hum']);
    expect(await listed('loudspeaker')).toEqual(['ear']);
    expect(await listed(undefined)).toBeUndefined();
    await world.clock.play(5000);
    expect([ana.microphones.asked, ana.loudspeakers.asked]).toEqual([1, 1]);
  });

  it('is opened when the one before it is closed, and is what the others hear', async () => {
    const { world, ana, ben } = await hum();
    const other = newMicrophone(world);
    ana.microphones.things = [other];
    ana.microphone.closeMs = 700;
    world.ana.call.command(take('microphone', 'other'));
    await world.clock.play(600);
    expect([ana.microphone.isOpen, other.isOpen]).toEqual([true, false]);
    await world.clock.play(2000);
    expect([ana.microphone.isOpen, other.isOpen]).toEqual([false, true]);
    expect(pitchOf(ben.loudspeaker.second)).toBeCloseTo(800, -1);
    expect(stateOf(world.ana).microphone).toMatchObject({ id: 'other', on: true, open: true });
    expect(lastStats(world.ben).received.concealedPct).toBe(0);
  });

  it('stays muted', async () => {
    const { world, ana, ben } = await hum({ more: { muted: true } });
    ana.microphones.things = [newMicrophone(world)];
    world.ana.call.command(take('microphone', 'other'));
    await world.clock.play(2000);
    expect(stateOf(world.ana).microphone).toMatchObject({ id: 'other', on: false });
    expect(ben.loudspeaker.heard.every((sample) => sample === 0)).toBe(true);
  });

  it('that does not work gives way to the one before it, and says why', async () => {
    const { world, ana } = await hum();
    const other = newMicrophone(world);
    other.broken = 'no microphone: busy';
    ana.microphones.things = [other];
    world.ana.call.command(take('microphone', 'other'));
    await world.clock.play(1000);
    expect([ana.microphone.isOpen, other.isOpen]).toEqual([true, false]);
    expect(stateOf(world.ana)).toMatchObject({
      microphone: { id: 'hum' },
      troubles: ['no microphone: busy'],
    });
    expect(stateOf(world.ben).peerMicrophone).toEqual({ on: true, trouble: undefined });
    world.ana.call.command(take('microphone', 'gone'));
    await world.clock.play(1000);
    expect(stateOf(world.ana).troubles).toEqual(['no microphone is called gone']);
    await world.clock.play(9000);
    expect(stateOf(world.ana).troubles).toEqual([]);
  });

  it('may be none: then the other side knows, and makes nothing up', async () => {
    const { world, ana, ben } = await hum();
    world.ana.call.command(take('microphone', undefined));
    await world.clock.play(1000);
    expect(ana.microphone.isOpen).toBe(false);
    expect(stateOf(world.ben).peerMicrophone.on).toBe(false);
    expect(ben.loudspeaker.second.slice(-SAMPLE_RATE / 2).every((sample) => Math.abs(sample) < 30)).toBe(
      true,
    );
  });

  it('may come where there was none', async () => {
    const { world, ana, ben } = await hum({ more: { microphone: undefined, loudspeaker: undefined } });
    ana.microphones.things = [newMicrophone(world)];
    ben.loudspeakers.things = [ben.loudspeaker];
    world.ana.call.command(take('microphone', 'other'));
    world.ben.call.command(take('loudspeaker', 'ear'));
    await world.clock.play(2500);
    expect(pitchOf(ben.loudspeaker.second)).toBeCloseTo(800, -1);
  });

  it('plays what is heard from then on', async () => {
    const { world, ben } = await hum();
    const other = new FakeLoudspeaker(world.clock);
    other.id = 'other';
    ben.loudspeakers.things = [other];
    world.ben.call.command(take('loudspeaker', 'other'));
    await world.clock.play(1500);
    expect([ben.loudspeaker.isOpen, other.isOpen]).toEqual([false, true]);
    expect(pitchOf(other.second)).toBeCloseTo(400, -1);
  });

  it('is told what is played only where an echo can be: not with a file, and not with headphones', async () => {
    const { world, ana } = await hum({ more: { headphones: false } });
    const toldFor = async (microphone: FakeMicrophone): Promise<number> => {
      const before = microphone.told;
      await world.clock.play(1000);
      return microphone.told - before;
    };
    expect(await toldFor(ana.microphone)).toBe(50);
    const file = newMicrophone(world);
    file.inRoom = false;
    ana.microphones.things = [file, ana.microphone];
    world.ana.call.command(take('microphone', 'other'));
    expect(await toldFor(file)).toBe(0);
    world.ana.call.command(take('microphone', 'hum'));
    expect(await toldFor(ana.microphone)).toBeGreaterThan(40);
    for (const times of [0, 50]) {
      world.ana.call.command({ do: 'headphones' });
      expect(await toldFor(ana.microphone)).toBe(times);
    }
  });

  it('lets one side be heard at a time until its echo is taken out; where it never is, that is told once', async () => {
    const { world, ana, ben } = await hum({ more: { headphones: false } });
    const quieter = (): number =>
      Math.min(...[ana, ben].map(({ loudspeaker }) => Math.max(...loudspeaker.second)));
    expect(quieter()).toBeLessThan(100);
    for (const { microphone } of [ana, ben]) microphone.isClean = true;
    await world.clock.play(10_000);
    expect(quieter()).toBeGreaterThan(4000);
    const told = (): string[] => stateOf(world.ana).chat.map(({ text }) => text);
    expect(told()).toEqual([]);
    ana.microphone.isClean = false;
    await world.clock.play(20_000);
    expect(told()).toEqual([expect.stringContaining('one of you is heard at a time')]);
  });
});
