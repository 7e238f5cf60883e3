import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '../../src/base/audio.ts';
import { dbOf, talk } from '../talker.ts';
import { hum, lastStats, pitchOf, stateOf } from './humming.ts';
import { seeded } from './world.ts';

describe('a call with sound', () => {
  it.each([false, true])(
    'carries each voice to the other, as high and as loud, with mux: %s',
    async (mux) => {
      const { ana, ben, world } = await hum({ settings: { mux } });
      expect(pitchOf(ben.loudspeaker.second)).toBeCloseTo(400, -1);
      expect(pitchOf(ana.loudspeaker.second)).toBeCloseTo(600, -1);
      for (const { loudspeaker } of [ana, ben])
        expect(Math.abs(dbOf(loudspeaker.second) - dbOf(sineLike()))).toBeLessThan(3);
      expect(lastStats(world.ben)).toMatchObject({ received: { concealedPct: 0 }, sent: { level: -18 } });
      expect(lastStats(world.ben).received.delayMs).toBeLessThan(150);
    },
  );

  it('goes on by the way of the pictures when its own is blocked, without a gap', async () => {
    const { world, ben } = await hum();
    world.blocked.add('audio');
    await world.clock.play(6000);
    expect(pitchOf(ben.loudspeaker.second)).toBeCloseTo(400, -1);
  });

  it('sends copies where packets are lost, so that hardly anything has to be made up', async () => {
    const random = seeded(3);
    const { world } = await hum({ weather: () => (random() < 0.1 ? undefined : 10) });
    const before = world.ben.stats.length;
    await world.clock.play(8000);
    const shares = world.ben.stats.slice(before).map(({ audio }) => audio.received.concealedPct);
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(1.5);
  });

  it('plays louder and quieter', async () => {
    const { world, ben } = await hum();
    const before = dbOf(ben.loudspeaker.second);
    world.ben.call.command({ do: 'volume', steps: -5 });
    await world.clock.play(1100);
    expect(dbOf(ben.loudspeaker.second) - before).toBeCloseTo(-6, 0);
    world.ben.call.command({ do: 'volume', steps: -99 });
    await world.clock.play(1100);
    expect(ben.loudspeaker.second.every((sample) => sample === 0)).toBe(true);
    expect(stateOf(world.ben).loudspeaker?.volumePct).toBe(0);
  });

  it('closes the devices when it ends, and while the program is stopped', async () => {
    const { world, ana } = await hum();
    let wake: (() => void) | undefined;
    world.suspend = () => new Promise((resolve) => (wake = resolve));
    world.ana.call.command({ do: 'suspend' });
    await world.clock.play(100);
    expect([ana.microphone.isOpen, ana.loudspeaker.isOpen]).toEqual([false, false]);
    wake?.();
    await world.clock.play(100);
    expect([ana.microphone.isOpen, ana.loudspeaker.isOpen]).toEqual([true, true]);
    world.ben.call.command({ do: 'quit' });
    await world.clock.play(1000);
    expect([ana.microphone.isOpen, ana.loudspeaker.isOpen]).toEqual([false, false]);
  });

  it('says what is wrong with the microphone until it works again', async () => {
    const { world, ana } = await hum();
    await ana.microphone.close();
    ana.microphone.sink?.trouble('microphone lost', false);
    await world.clock.play(100);
    expect(stateOf(world.ana).troubles).toContain('microphone lost');
    expect(stateOf(world.ben).peerMicrophone).toEqual({ on: true, trouble: 'no sound' });
    ana.microphone.open(ana.microphone.sink!);
    await world.clock.play(100);
    expect(stateOf(world.ana).troubles).toEqual([]);
    expect(stateOf(world.ben).peerMicrophone.trouble).toBeUndefined();
  });
});

describe('a muted microphone', () => {
  it('lets nothing out, and the other side knows', async () => {
    const { world, ben } = await hum({ more: { muted: true } });
    expect(ben.loudspeaker.heard.every((sample) => sample === 0)).toBe(true);
    expect(stateOf(world.ben).peerMicrophone.on).toBe(false);
    world.ana.call.command({ do: 'microphone' });
    await world.clock.play(1500);
    expect(stateOf(world.ben).peerMicrophone.on).toBe(true);
    expect(pitchOf(ben.loudspeaker.second)).toBeCloseTo(400, -1);
  });

  it('is silent at once: the other side makes nothing up', async () => {
    const { world, ben } = await hum();
    world.ana.call.command({ do: 'microphone' });
    await world.clock.play(1000);
    const { second } = ben.loudspeaker;
    const last = second.findLastIndex((sample) => Math.abs(sample) > 30);
    expect((1000 * last) / SAMPLE_RATE).toBeLessThan(200);
  });

  it('tells who goes on talking', async () => {
    const { world, ana } = await hum({ more: { muted: true } });
    ana.microphone.words = talk({ seconds: 3 });
    await world.clock.play(2500);
    expect(stateOf(world.ana).troubles).toEqual(['you are talking while muted: m, or space']);
    ana.microphone.words = new Int16Array(0);
    await world.clock.play(6000);
    expect(stateOf(world.ana).troubles).toEqual([]);
  });
});

describe('the meters', () => {
  it('show on both sides how loud each voice is', async () => {
    const { world, ana } = await hum();
    const levels = (): (number | undefined)[] => [
      stateOf(world.ana).microphone.level,
      stateOf(world.ben).loudspeaker?.level,
    ];
    expect(levels()).toEqual([5, 5]);
    ana.microphone.amplitude = 0;
    await world.clock.play(1000);
    expect(levels()).toEqual([0, 0]);
  });

  it('keep the screen at rest while the loudness stays', async () => {
    const { world } = await hum();
    const { moves } = world.ana.display;
    await world.clock.play(5000);
    expect(world.ana.display.moves - moves).toBeLessThan(5);
  });
});

const sineLike = (): Int16Array =>
  Int16Array.from({ length: SAMPLE_RATE }, (_, index) => Math.round(6000 * Math.sin(index / 20)));
