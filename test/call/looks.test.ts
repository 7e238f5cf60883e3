import { describe, expect, it } from 'vitest';
import { World } from './world.ts';

describe('a look', () => {
  it('of the own picture is given before it is coded, so the other sees it', async () => {
    const world = new World({ settings: { look: 'sketch' } });
    await world.connect();
    expect(world.ana.looks).toEqual(new Set(['sketch', 'none']));
    const jobs = world.ana.codec.jobs.length;
    world.ana.call.command({ do: 'look', of: 'mine' });
    world.ana.looks.clear();
    await world.clock.play(500);
    expect(world.ana.looks).toEqual(new Set(['none']));
    expect(world.ana.codec.jobs.length).toBeGreaterThan(jobs + 10);
  });

  it('of their picture is seen by oneself only', async () => {
    const world = new World();
    await world.connect();
    world.ana.call.command({ do: 'look', of: 'theirs' });
    world.ana.looks.clear();
    world.ben.looks.clear();
    await world.clock.play(500);
    expect(world.ana.looks).toEqual(new Set(['none', 'auto']));
    expect(world.ben.looks).toEqual(new Set(['none']));
  });

  it('is named for a moment when it is chosen', async () => {
    const world = new World();
    await world.connect();
    const notice = (): string | undefined => world.ana.display.state?.notice;
    world.ana.call.command({ do: 'look', of: 'mine' });
    expect(notice()).toBe('look: auto');
    await world.clock.play(1500);
    world.ana.call.command({ do: 'look', of: 'theirs' });
    expect(notice()).toBe('their look: auto');
    await world.clock.play(1500);
    expect(notice()).toBe('their look: auto');
    await world.clock.play(600);
    expect(notice()).toBeUndefined();
  });
});
