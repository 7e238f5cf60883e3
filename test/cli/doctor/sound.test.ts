import { describe, expect, test } from 'vitest';
import type { LoudspeakerSink, MicrophoneSink } from '../../../src/base/audio.ts';
import { noSound, soundFix, tryLoudspeaker, tryMicrophone } from '../../../src/cli/doctor/sound.ts';
import type { System } from '../../../src/cli/doctor/system.ts';
import { VirtualClock } from '../../virtual-clock.ts';

const system: System = { platform: 'linux', isRoot: false, has: (path) => path === '/usr/bin/apt' };

/** A microphone or a loudspeaker that does what the test says, and remembers whether it is open. */
class FakeDevice<Sink> {
  readonly id = 'built-in';
  readonly inRoom = true;
  readonly label = 'Built-in Audio';
  sink: Sink | undefined;

  open(sink: Sink): void {
    this.sink = sink;
  }

  close(): Promise<void> {
    this.sink = undefined;
    return Promise.resolve();
  }
}

test('a microphone is fine with its first sound, and closed again', async () => {
  const [microphone, clock] = [new FakeDevice<MicrophoneSink>(), new VirtualClock()];
  const tried = tryMicrophone(microphone, { clock, system });
  clock.advance(300);
  microphone.sink?.sound(new Int16Array(960), 0);
  expect(await tried).toMatchObject({
    status: 'ok',
    finding: 'Built-in Audio records, the first sound after 300 ms',
    measured: { firstSoundMs: 300 },
  });
  expect(microphone.sink).toBeUndefined();
  expect(clock.pending).toBe(0);
});

test('a loudspeaker is fine when it takes some silence, and says how late it is', async () => {
  const [loudspeaker, clock] = [new FakeDevice<LoudspeakerSink>(), new VirtualClock()];
  const tried = tryLoudspeaker(loudspeaker, { clock, system });
  for (let frame = 0; frame < 10; frame++)
    expect(loudspeaker.sink?.next(70.4).every((value) => value === 0)).toBe(true);
  expect(await tried).toMatchObject({ status: 'ok', measured: { delayMs: 70 } });
  expect(loudspeaker.sink).toBeUndefined();
  expect(clock.pending).toBe(0);
});

test.each([
  ['ends', 'no microphone: arecord ended with code 1: Device or resource busy', true, 0],
  ['goes on trying', 'microphone lost: Built-in Audio', false, 5000],
])('a device that %s is told in its own words, and closed', async (_, reason, over, waitMs) => {
  const [microphone, clock] = [new FakeDevice<MicrophoneSink>(), new VirtualClock()];
  const tried = tryMicrophone(microphone, { clock, system });
  microphone.sink?.trouble(reason, over);
  clock.advance(waitMs);
  await expect(tried).rejects.toMatchObject({ message: reason, hint: expect.any(String) });
  expect(microphone.sink).toBeUndefined();
  expect(clock.pending).toBe(0);
});

test('a device that does nothing gets 5 s', async () => {
  const [loudspeaker, clock] = [new FakeDevice<LoudspeakerSink>(), new VirtualClock()];
  const tried = tryLoudspeaker(loudspeaker, { clock, system });
  clock.advance(5000);
  await expect(tried).rejects.toMatchObject({ message: 'the loudspeaker does nothing within 5 s' });
});

describe('what helps', () => {
  test.each([
    ['linux', 'Connection refused', /pipewire-pulse/],
    ['linux', 'Permission denied', /^sudo usermod -aG audio/],
    ['linux', 'Device or resource busy', /^end the program.*fuser/],
    ['linux', 'whatever', /^vtalk devices lists the others: vtalk mirror --mic ID$/],
    ['darwin', 'Permission denied', /Privacy_Microphone/],
    ['win32', 'whatever', /privacy-microphone/],
  ] as const)('on %s against "%s"', (platform, reason, fix) => {
    expect(soundFix('microphone', reason, { ...system, platform })).toMatch(fix);
  });

  test('a program that is missing is installed, a device that is missing is plugged in', () => {
    expect(
      noSound('microphone', new Error('no program that records sound is installed'), system),
    ).toMatchObject({
      check: 'microphone',
      status: 'warning',
      fix: 'sudo apt install pulseaudio-utils',
    });
    expect(noSound('loudspeaker', new Error('no loudspeaker found'), system)).toMatchObject({
      fix: 'plug one in; until then a call goes on without',
    });
  });
});
