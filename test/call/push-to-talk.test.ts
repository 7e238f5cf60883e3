import { describe, expect, it } from 'vitest';
import { hum, pitchOf, soundOf, stateOf } from './humming.ts';
import { World } from './world.ts';

const press = (held = false) => ({ do: 'talk', held }) as const;

describe('who is muted and presses space', () => {
  it('is heard until nothing is pressed any more, and sees how long', async () => {
    const { world, ben } = await hum({ more: { muted: true } });
    for (let tap = 0; tap < 3; tap++) {
      world.ana.call.command(press());
      expect(stateOf(world.ana)).toMatchObject({
        notice: 'heard for 1.5 s more: space',
        microphone: { on: true },
      });
      await world.clock.play(1100);
      expect(stateOf(world.ana).notice).toBe('heard for 0.5 s more: space');
      expect(stateOf(world.ben).peerMicrophone.on).toBe(true);
    }
    expect(pitchOf(ben.loudspeaker.second)).toBeCloseTo(400, -1);
    await world.clock.play(500);
    expect(stateOf(world.ana)).toMatchObject({ notice: undefined, microphone: { on: false } });
    await world.clock.play(1500);
    expect(ben.loudspeaker.second.every((sample) => Math.abs(sample) < 30)).toBe(true);
  });

  it('is heard for as long as the key is down, where the terminal tells when it is not', async () => {
    const { world } = await hum({ more: { muted: true } });
    world.ana.call.command(press(true));
    await world.clock.play(10_000);
    expect(stateOf(world.ana)).toMatchObject({
      notice: 'heard while you hold space',
      microphone: { on: true },
    });
    world.ana.call.command({ do: 'hush' });
    expect(stateOf(world.ana)).toMatchObject({ notice: undefined, microphone: { on: false } });
  });

  it('is not heard for ever when the release went elsewhere', async () => {
    const { world } = await hum({ more: { muted: true } });
    world.ana.call.command(press(true));
    await world.clock.play(30_100);
    expect(stateOf(world.ana).microphone.on).toBe(false);
  });

  it('may mute by the key for that, too', async () => {
    const { world } = await hum({ more: { muted: true } });
    world.ana.call.command(press());
    world.ana.call.command({ do: 'microphone' });
    expect(stateOf(world.ana)).toMatchObject({ notice: undefined, microphone: { on: false } });
    world.ana.call.command({ do: 'microphone' });
    await world.clock.play(5000);
    expect(stateOf(world.ana).microphone.on).toBe(true);
  });

  it('is not muted by it who was not before', async () => {
    const { world } = await hum();
    for (const command of [press(), press(true), { do: 'hush' } as const]) world.ana.call.command(command);
    await world.clock.play(5000);
    expect(stateOf(world.ana)).toMatchObject({ notice: undefined, microphone: { on: true } });
  });

  it('is not told to be heard where nobody hears: without a microphone, and before the call', async () => {
    const { world } = await hum({ more: { muted: true, microphone: undefined } });
    world.ana.call.command(press());
    expect(stateOf(world.ana)).toMatchObject({ notice: 'no microphone: M', microphone: { on: false } });
    const early = new World({ sound: (clock) => soundOf(clock, { devices: [], more: { muted: true } }) });
    early.ring();
    early.ben.call.command(press());
    expect(stateOf(early.ben)).toMatchObject({ notice: undefined, microphone: { on: false } });
  });
});

describe('keys for sound that is not there', () => {
  it.each([
    [{ do: 'microphone' } as const, 'no microphone: M'],
    [{ do: 'volume', steps: 1 } as const, 'no loudspeaker: M, Tab'],
  ])('say what is missing: %o', async (command, notice) => {
    const { world } = await hum({ more: { microphone: undefined, loudspeaker: undefined } });
    world.ana.call.command(command);
    expect(stateOf(world.ana).notice).toBe(notice);
    const silent = new World();
    await silent.connect();
    silent.ana.call.command(command);
    expect(stateOf(silent.ana).notice).toBe('this call is without sound');
  });
});
