import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '../../src/base/audio.ts';
import type { Sound } from '../../src/call/sound/voice.ts';
import { memoryPair } from '../../src/net/memory.ts';
import { pitchOf, soundOf, stateOf, type Devices } from './humming.ts';
import { World } from './world.ts';

/** Somebody before a mirror, with a microphone that hums. */
async function mirror(more: Partial<Sound> = {}) {
  const devices: Devices[] = [];
  const world = new World({ sound: (clock) => soundOf(clock, { devices, more }) });
  const me = world.person(9, { kind: 'mirror', me: 'eve' });
  me.call.mirror(
    memoryPair(
      () => {},
      () => {},
    )[0],
  );
  await world.clock.play(1000);
  return { ...devices.at(-1)!, world, me };
}

describe('a mirror', () => {
  it('measures the voice, and plays nothing', async () => {
    const { me, microphone, loudspeaker } = await mirror();
    expect([microphone.isOpen, loudspeaker.isOpen]).toEqual([true, false]);
    expect(stateOf(me).microphone.level).toBe(5);
    expect(me.stats.at(-1)?.dropped).toEqual({});
  });

  it('gives three seconds back when asked to, and closes the loudspeaker again', async () => {
    const { world, me, microphone, loudspeaker } = await mirror();
    me.call.command({ do: 'echo' });
    expect(stateOf(me).notice).toBe('echo test: speak, 3 s');
    await world.clock.play(2500);
    expect([stateOf(me).notice, loudspeaker.isOpen]).toEqual(['echo test: speak, 1 s', false]);
    await world.clock.play(600);
    microphone.hz = 800;
    expect([stateOf(me).notice, loudspeaker.isOpen]).toEqual(['echo test: listen, 3 s', true]);
    await world.clock.play(2800);
    expect(pitchOf(loudspeaker.second)).toBeCloseTo(400, -1);
    await world.clock.play(500);
    expect([stateOf(me).notice, loudspeaker.isOpen]).toEqual([undefined, false]);
    expect(loudspeaker.heard.length / SAMPLE_RATE).toBeCloseTo(3.1, 1);
  });

  it('ends the test when asked again', async () => {
    const { world, me, loudspeaker } = await mirror();
    for (const waitMs of [1000, 4000]) {
      me.call.command({ do: 'echo' });
      await world.clock.play(waitMs);
      me.call.command({ do: 'echo' });
      await world.clock.play(100);
      expect([stateOf(me).notice, loudspeaker.isOpen]).toEqual([undefined, false]);
    }
  });

  it.each([
    [{ microphone: undefined }, 'no microphone'],
    [{ loudspeaker: undefined }, 'no loudspeaker'],
    [{ muted: true }, 'you are muted: m'],
  ])('says why there can be no test: %j', async (more, reason) => {
    const { me } = await mirror(more);
    me.call.command({ do: 'echo' });
    expect(stateOf(me).notice).toBe(`echo test: ${reason}`);
  });
});
