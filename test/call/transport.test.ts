import { describe, expect, it, vi } from 'vitest';
import type { Ms } from '../../src/base/clock.ts';
import { clear, seenBetween, World, type Someone, type Weather } from './world.ts';

const toggle = { do: 'transport' } as const;

/** The longest time in which someone saw nothing. */
function longestGap({ display }: Someone, from: Ms): Ms {
  const times = display.frames.map(({ at }) => at).filter((at) => at >= from);
  return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at)));
}

const transports = ({ ana, ben }: World): unknown[] =>
  [ana, ben].map(({ display }) => display.state?.transport);

const notes = ({ display }: Someone): string[] =>
  (display.state?.chat ?? []).filter(({ from }) => from === 'vtalk').map(({ text }) => text);

const udpBlocked: Weather = (_bytes, _now, transport) => (transport === 'udp' ? undefined : 10);

describe('changing the transport in a call', () => {
  it.each(['ana', 'ben'] as const)('goes without a gap, both ways, ten times, when %s asks', async (who) => {
    const world = new World({ weather: clear(20) });
    await world.connect();
    const from = world.clock.now();
    for (const expected of ['tcp', 'udp', 'tcp', 'udp', 'tcp', 'udp', 'tcp', 'udp', 'tcp', 'udp']) {
      world[who].call.command(toggle);
      await world.clock.play(2000);
      expect(transports(world)).toEqual([expected, expected]);
    }
    expect(longestGap(world.ana, from)).toBeLessThan(120);
    expect(longestGap(world.ben, from)).toBeLessThan(120);
    expect(world.ben.events).toContainEqual({ event: 'transport', transport: 'tcp' });
  });

  it('happens once a second, however often the host asks', async () => {
    const world = new World({ weather: clear(20) });
    await world.connect();
    const dialled = vi.spyOn(world, 'path');
    for (let asked = 0; asked < 500; asked++) {
      world.ana.call.command(toggle);
      await world.clock.play(10);
    }
    const forPictures = dialled.mock.calls.filter(([, kind]) => kind === 'video');
    expect(forPictures.length).toBeGreaterThan(2);
    expect(forPictures.length).toBeLessThanOrEqual(6);
    expect(world.ben.stats.at(-1)?.dropped['control: too many']).toBeGreaterThan(0);
  });

  it('stays where it is when nothing comes through the other way, and says so', async () => {
    const world = new World({ weather: udpBlocked, transport: 'tcp' });
    await world.connect();
    const from = world.clock.now();
    world.ben.call.command(toggle);
    await world.clock.play(3000);
    expect(transports(world)).toEqual(['tcp', 'tcp']);
    expect(notes(world.ben)).toContain('nothing comes through over udp: staying with tcp');
    expect(longestGap(world.ben, from)).toBeLessThan(120);
  });
});

describe('the transport that nobody named', () => {
  it('is tcp within two seconds where udp is blocked, and says so', async () => {
    const world = new World({ weather: udpBlocked, fallBack: true });
    world.ring();
    await world.clock.play(2000);
    expect(transports(world)).toEqual(['tcp', 'tcp']);
    expect(notes(world.ben)).toContain('nothing comes through over udp: trying tcp');
    const from = world.clock.now();
    await world.clock.play(1000);
    expect(seenBetween(world.ana, from, from + 1000)).toBeGreaterThan(27);
    expect(seenBetween(world.ben, from, from + 1000)).toBeGreaterThan(27);
  });

  it('is udp again when it comes through later', async () => {
    const world = new World({ weather: udpBlocked, fallBack: true });
    world.ring();
    await world.clock.play(15_000);
    expect(transports(world)).toEqual(['tcp', 'tcp']);
    world.weather = clear(10);
    await world.clock.play(12_000);
    expect(transports(world)).toEqual(['udp', 'udp']);
  });

  it('becomes tcp when udp is blocked in the middle of a call, and udp when it comes through again', async () => {
    const world = new World({ weather: clear(10), fallBack: true });
    await world.connect();
    await world.clock.play(5000);
    expect(transports(world)).toEqual(['udp', 'udp']);
    world.weather = udpBlocked;
    await world.clock.play(5500);
    expect(transports(world)).toEqual(['tcp', 'tcp']);
    expect(notes(world.ben)).toEqual([
      'nothing comes through over udp: trying tcp',
      'pictures travel over tcp now',
    ]);
    const from = world.clock.now();
    await world.clock.play(1000);
    expect(seenBetween(world.ana, from, from + 1000)).toBeGreaterThan(27);
    expect(seenBetween(world.ben, from, from + 1000)).toBeGreaterThan(27);
    world.weather = clear(10);
    await world.clock.play(11_000);
    expect(transports(world)).toEqual(['udp', 'udp']);
  });

  it('is udp where that comes through', async () => {
    const world = new World({ fallBack: true });
    await world.connect();
    await world.clock.play(3000);
    expect(transports(world)).toEqual(['udp', 'udp']);
    expect(notes(world.ben)).toEqual([]);
  });

  it('is not replaced when it was named', async () => {
    const world = new World({ weather: udpBlocked });
    await world.connect();
    await world.clock.play(5000);
    expect(transports(world)).toEqual(['udp', 'udp']);
    expect(world.ben.display.state?.troubles[0]).toMatch(/--transport tcp/);
  });
});
