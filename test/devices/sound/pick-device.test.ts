import { describe, expect, test } from 'vitest';
import { ExitCode } from '../../../src/base/errors.ts';
import { pickDevice } from '../../../src/devices/sound/pick-device.ts';
import type { DevicePlan } from '../../../src/devices/sound/pick-device.ts';
import type { SoundDevice } from '../../../src/devices/sound/sound-list.ts';
import { errorOf } from '../error-of.ts';

const device = (id: string, name: string, more: Partial<SoundDevice> = {}): SoundDevice => ({
  system: 'pulse',
  id,
  name,
  isDefault: false,
  isMonitor: false,
  ...more,
});
const BUILT_IN = device('alsa_input.pci', 'Built-in Audio', { isDefault: true });
const USB = device('alsa_input.usb', 'USB Mic');
const MONITOR = device('box.monitor', 'Monitor of Box', { isMonitor: true, isDefault: true });

const plan = (devices: readonly SoundDevice[], more: Partial<DevicePlan> = {}): DevicePlan => ({
  kind: 'microphone',
  named: 'default',
  machine: { platform: 'linux', env: {} },
  list: () => Promise.resolve(devices),
  ways: (target) => [{ name: target?.id ?? 'default', path: 'parec', argv: [] }],
  ...more,
});

/** What is opened, and what it is called. */
async function picked(chosen: DevicePlan): Promise<string[]> {
  const { label, ways } = await pickDevice(chosen);
  return [label, ways[0]?.name ?? ''];
}

describe('by default', () => {
  test('the device is not named, so that it follows what the user chooses', async () => {
    expect(await picked(plan([USB, BUILT_IN]))).toEqual(['Built-in Audio', 'default']);
  });

  test('where that is none, the first that is one is named', async () => {
    expect(await picked(plan([MONITOR, USB]))).toEqual(['USB Mic', 'alsa_input.usb']);
  });

  test('dshow wants a name', async () => {
    const machine = { platform: 'win32', env: {} } as const;
    const mic = device('@device_cm_2', 'Microphone', { system: 'dshow', isDefault: true });
    expect(await picked(plan([mic], { machine }))).toEqual(['Microphone', '@device_cm_2']);
  });

  test('a system that does not list them has one', async () => {
    const machine = { platform: 'darwin', env: {} } as const;
    expect(await picked(plan([], { machine, kind: 'loudspeaker' }))).toEqual([
      'default loudspeaker',
      'default',
    ]);
  });

  test('the sound of our own loudspeaker is no microphone, unless the user says so', async () => {
    expect(await errorOf(pickDevice(plan([MONITOR])))).toMatchObject({
      message: 'no microphone found',
      hint: 'go on without: --mic none',
      exitCode: ExitCode.missing,
    });
    const machine = { platform: 'linux', env: { PULSE_SOURCE: 'box.monitor' } } as const;
    expect(await picked(plan([MONITOR], { machine }))).toEqual(['Monitor of Box', 'default']);
    expect((await pickDevice(plan([MONITOR], { machine }))).inRoom).toBe(false);
    expect((await pickDevice(plan([USB]))).inRoom).toBe(true);
  });
});

describe('by name', () => {
  const all = [device('a', 'Mic b'), device('b', 'Other'), BUILT_IN, USB, MONITOR];
  test.each([
    ['b', 'b'],
    ['other', 'b'],
    ['usb', 'alsa_input.usb'],
    ['box.monitor', 'box.monitor'],
  ])('%s', async (named, id) => {
    expect((await picked(plan(all, { named })))[1]).toBe(id);
  });

  test('one that is not there is an error that names those that are', async () => {
    expect(await errorOf(pickDevice(plan([USB, MONITOR], { named: 'webcam' })))).toMatchObject({
      message: 'no microphone is called webcam',
      hint: 'use one of: --mic "USB Mic"',
    });
  });
});

test.each([
  ['microphone', 'no program that records sound is installed'],
  ['loudspeaker', 'no program that plays sound is installed'],
] as const)('without a program there is no %s', async (kind, message) => {
  expect(await errorOf(pickDevice(plan([], { kind, ways: () => [] })))).toMatchObject({ message });
});
