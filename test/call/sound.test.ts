import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE, type EchoCanceller } from '../../src/base/audio.ts';
import type { Sound } from '../../src/call/voice.ts';
import { openVoiceCodec } from '../../src/codec/opus.ts';
import { dbOf, talk } from '../talker.ts';
import { FakeCatalogue } from './fakes.ts';
import { FakeLoudspeaker, FakeMicrophone } from './fake-sound.ts';
import { seeded, World, type Someone, type WorldOptions } from './world.ts';

const codec = await openVoiceCodec();

interface Devices {
  microphone: FakeMicrophone;
  loudspeaker: FakeLoudspeaker;
  microphones: FakeCatalogue<FakeMicrophone>;
  loudspeakers: FakeCatalogue<FakeLoudspeaker>;
}

/** Ana and Ben in a call, humming at each other. */
async function hum(options: WorldOptions & { more?: Partial<Sound> } = {}): Promise<{
  world: World;
  ana: Devices;
  ben: Devices;
}> {
  const devices: Devices[] = [];
  const world = new World({
    ...options,
    sound: (clock) => {
      const mine = {
        microphone: new FakeMicrophone(clock),
        loudspeaker: new FakeLoudspeaker(clock),
        microphones: new FakeCatalogue<FakeMicrophone>(clock, 'microphone'),
        loudspeakers: new FakeCatalogue<FakeLoudspeaker>(clock, 'loudspeaker'),
      };
      devices.push(mine);
      return {
        codec,
        openCanceller: undefined,
        microphoneMissing: undefined,
        loudspeakerMissing: undefined,
        muted: false,
        ...mine,
        ...options.more,
      };
    },
  });
  const [ana, ben] = devices;
  if (!ana || !ben) throw new Error('nobody has a microphone');
  ben.microphone.hz = 600;
  await world.connect();
  await world.clock.play(2000);
  return { world, ana, ben };
}

/** Upward zero crossings of a second. */
const pitchOf = (pcm: Int16Array): number =>
  pcm.reduce((count, sample, index) => count + (sample >= 0 && (pcm[index - 1] ?? 0) < 0 ? 1 : 0), 0);

const take = (kind: 'microphone' | 'loudspeaker', id: string | undefined) =>
  ({ do: 'take', kind, id }) as const;
const lastStats = ({ stats }: Someone) => stats.at(-1)!.audio;
const stateOf = ({ display }: Someone) => display.state!;

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
    expect(stateOf(world.ben).peerMicrophone).toEqual({ on: true, trouble: 'no sound from its microphone' });
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
    expect(stateOf(world.ana).troubles).toEqual(['you are talking while muted: m']);
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

  it('has a canceller only where an echo can be', async () => {
    let open = 0;
    const openCanceller = (): EchoCanceller => {
      open++;
      return {
        working: true,
        played: () => {},
        clean: (pcm) => Promise.resolve(pcm),
        close: () => Promise.resolve(void open--),
      };
    };
    const { world, ana } = await hum({ more: { openCanceller } });
    expect(open).toBe(2);
    const file = newMicrophone(world);
    file.inRoom = false;
    ana.microphones.things = [file, ana.microphone];
    world.ana.call.command(take('microphone', 'other'));
    await world.clock.play(1000);
    expect(open).toBe(1);
    world.ana.call.command(take('microphone', 'hum'));
    await world.clock.play(1000);
    expect(open).toBe(2);
    world.ana.call.command({ do: 'quit' });
    await world.clock.play(1000);
    expect(open).toBe(0);
  });
});

/** One that hums an octave higher. */
function newMicrophone({ clock }: World): FakeMicrophone {
  const microphone = new FakeMicrophone(clock);
  return Object.assign(microphone, { id: 'other', hz: 800 });
}

const sineLike = (): Int16Array =>
  Int16Array.from({ length: SAMPLE_RATE }, (_, index) => Math.round(6000 * Math.sin(index / 20)));
