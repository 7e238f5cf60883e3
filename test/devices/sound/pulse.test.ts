import { afterEach, describe, expect, test } from 'vitest';
import { players } from '../../../src/devices/sound/players.ts';
import { findProgram } from '../../../src/devices/sound/program.ts';
import type { SoundTarget } from '../../../src/devices/sound/program.ts';
import { recorders } from '../../../src/devices/sound/recorders.ts';
import { DeviceLoudspeaker, DeviceMicrophone } from '../../../src/devices/sound/sound-device.ts';
import { listSoundDevices } from '../../../src/devices/sound/sound-list.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { VirtualClock } from '../../virtual-clock.ts';
import { builtPlayer, builtRecorder } from './built-way.ts';
import { Ear, Mouth } from './fake-sound.ts';
import { hasPulse, hear, TONE_HZ, useNullSound } from './null-sound.ts';

const pulse = (id: string): SoundTarget => ({ system: 'pulse', id });

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

function listen(path: string, target?: SoundTarget): Ear {
  const programs = recorders({ platform: 'linux', target, ffmpeg: undefined });
  const ways = programs.filter((program) => program.path === path).map((program) => builtRecorder(program));
  const microphone = new DeviceMicrophone({ id: path, label: path, ways, clock: new VirtualClock() });
  closers.push(() => microphone.close());
  const ear = new Ear();
  microphone.open(ear);
  return ear;
}

const a440 = (at: number): number => Math.round(8000 * Math.sin((2 * Math.PI * 440 * at) / 48_000));

/** Plays 440 Hz. */
function play(path: string, target?: SoundTarget): Mouth {
  const programs = players({ platform: 'linux', target });
  const ways = programs.filter((program) => program.path === path).map((program) => builtPlayer(program));
  const loudspeaker = new DeviceLoudspeaker({ id: path, label: path, ways, clock: systemClock });
  closers.push(() => loudspeaker.close());
  const mouth = new Mouth((frame) => Int16Array.from({ length: 960 }, (_, at) => a440(frame * 960 + at)));
  loudspeaker.open(mouth);
  return mouth;
}

/** Which of the programs this machine has; in CI it must have all. */
const here = (paths: readonly string[]): string[] =>
  paths.filter((path) => process.env['CI'] ?? findProgram(path) !== undefined);

/** How many frames have a tone in them. */
const countOf = (ear: Ear, hertz: number): number =>
  ear.frames.filter(({ pcm }) => hear(pcm, hertz).amplitude > 0.1).length;

const SILENCE = new Int16Array(960);

/** An angle, between half a turn back and half a turn on. */
const turn = (angle: number): number => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));

describe.skipIf(!hasPulse && !process.env['CI'])('on a sound server (skipped: no pulseaudio here)', () => {
  useNullSound();

  test('devices are listed with their names, the default one and the monitors being marked', async () => {
    const { microphones, loudspeakers } = await listSoundDevices({
      platform: 'linux',
      env: {},
      ffmpeg: undefined,
    });
    expect(microphones.map(({ id, isDefault, isMonitor }) => [id, isDefault, isMonitor])).toEqual([
      ['box.monitor', false, true],
      ['other.monitor', false, true],
      ['room.monitor', true, true],
    ]);
    expect(loudspeakers.map(({ id, name, isDefault }) => [id, name, isDefault])).toEqual([
      ['box', 'Box', true],
      ['other', 'Other', false],
      ['room', 'Room', false],
    ]);
  });

  test('ten seconds of a tone come in with its pitch, and without a gap', { timeout: 120_000 }, async () => {
    const ear = listen('parec');
    let unbroken = 0;
    let expected: number | undefined;
    // A machine that stood still for more than a second has lost some: then they are counted anew.
    await ear.until(() => {
      const { amplitude, phase } = hear(ear.frames.at(-1)?.pcm ?? SILENCE, TONE_HZ);
      const goesOn = amplitude > 0.4 && Math.abs(turn(phase - (expected ?? phase))) < 0.2;
      unbroken = goesOn ? unbroken + 1 : 0;
      expected = phase + (2 * Math.PI * TONE_HZ * 960) / 48_000;
      return unbroken === 500 || ear.over;
    });
    expect(ear.troubles).toEqual([]);
  });

  test.each(here(['parec', 'arecord', 'ffmpeg', 'rec']))('%s records', async (path) => {
    const ear = listen(path);
    await ear.until(() => countOf(ear, TONE_HZ) >= 20 || ear.over);
    expect(ear.troubles).toEqual([]);
  });

  test.each(here(['pacat', 'aplay', 'ffplay', 'play']))('%s plays', async (path) => {
    const ear = listen('parec', pulse('box.monitor'));
    const mouth = play(path);
    await ear.until(() => countOf(ear, 440) >= 20 || ear.over || mouth.over);
    expect([...ear.troubles, ...mouth.troubles]).toEqual([]);
    expect(mouth.delays.toSorted((a, b) => a - b)[mouth.delays.length >> 1]).toBeLessThan(200);
  });

  test('a device that is named is the one that is opened', async () => {
    const [box, other] = [listen('parec', pulse('box.monitor')), listen('parec', pulse('other.monitor'))];
    play('pacat', pulse('other'));
    await other.until(() => other.frames.some(({ pcm }) => hear(pcm, 440).amplitude > 0.1));
    await box.until(() => box.frames.length > 0);
    expect(box.frames.every(({ pcm }) => hear(pcm, 440).amplitude < 0.01)).toBe(true);
  });

  test('one that is not there is told, in the words of the program', async () => {
    const ear = listen('parec', pulse('webcam'));
    await ear.until(() => ear.over);
    expect(ear.troubles[0]?.reason).toMatch(/^no microphone: parec ended with code 1: .*No such entity/);
  });
});
