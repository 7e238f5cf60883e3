import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Camera, CameraSink } from '../../../src/base/devices.ts';
import { cameraFix, lockedDevices, noCamera, tryCamera } from '../../../src/cli/doctor/camera.ts';
import type { System } from '../../../src/cli/doctor/system.ts';
import { VirtualClock } from '../../virtual-clock.ts';

const linux: System = { platform: 'linux', isRoot: false, has: () => false };

/** A camera that does what the test says, and remembers whether it is open. */
class FakeCamera implements Camera {
  readonly id = 'camera:0';
  readonly label = 'HD Webcam';
  sink: CameraSink | undefined;

  open(_near: unknown, _fps: number, sink: CameraSink): void {
    this.sink = sink;
  }

  close(): Promise<void> {
    this.sink = undefined;
    return Promise.resolve();
  }
}

const FRAME = { width: 2, height: 2, data: new Uint8Array(12), capturedAt: 0 };

test('a camera is fine with its first picture, and closed again', async () => {
  const [camera, clock] = [new FakeCamera(), new VirtualClock()];
  const tried = tryCamera(camera, clock, linux);
  clock.advance(300);
  camera.sink?.frame(FRAME);
  expect(await tried).toMatchObject({
    status: 'ok',
    finding: 'HD Webcam gives 2x2, the first picture after 300 ms',
    measured: { firstFrameMs: 300 },
  });
  expect(camera.sink).toBeUndefined();
  expect(clock.pending).toBe(0);
});

test('a camera that ends is told at once, in its own words, and closed', async () => {
  const [camera, clock] = [new FakeCamera(), new VirtualClock()];
  const tried = tryCamera(camera, clock, linux);
  camera.sink?.trouble('HD Webcam: Device or resource busy', true);
  await expect(tried).rejects.toMatchObject({
    message: 'HD Webcam: Device or resource busy',
    hint: 'end the program that has it: sudo fuser -v /dev/video*',
  });
  expect(camera.sink).toBeUndefined();
  expect(clock.pending).toBe(0);
});

test.each([
  ['says nothing', undefined, 'HD Webcam: no picture within 5 s'],
  ['goes on trying', 'HD Webcam is gone', 'HD Webcam is gone'],
])('a camera that %s gets 5 s, and is closed', async (_, trouble, message) => {
  const [camera, clock] = [new FakeCamera(), new VirtualClock()];
  const tried = tryCamera(camera, clock, linux);
  if (trouble !== undefined) camera.sink?.trouble(trouble, false);
  clock.advance(5000);
  await expect(tried).rejects.toMatchObject({ message });
  expect(camera.sink).toBeUndefined();
});

test.each([
  ['linux', 'Permission denied', 'sudo usermod -aG video "$USER", then log in again'],
  ['darwin', 'Permission denied', expect.stringContaining('Privacy_Camera')],
  ['win32', 'Access denied', 'start ms-settings:privacy-webcam'],
  ['linux', 'Input/output error', 'end other programs that use it, or plug it in again'],
] as const)('%s: what helps against "%s"', (platform, reason, fix) => {
  expect(cameraFix(reason, { ...linux, platform })).toEqual(fix);
});

test('no camera is no camera; one that is locked is opened by the group', () => {
  expect(noCamera(linux, [])).toMatchObject({ status: 'warning', finding: 'no camera found' });
  expect(noCamera(linux, ['/dev/video0'])).toMatchObject({
    finding: 'no permission to open /dev/video0',
    fix: 'sudo usermod -aG video "$USER", then log in again',
  });
});

const everythingIsOpen = process.platform === 'win32' || process.getuid?.() === 0;

test('only video devices can be locked, and a folder that is not there holds none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vtalk-doctor-'));
  writeFileSync(join(folder, 'video0'), '', { mode: 0o000 });
  writeFileSync(join(folder, 'video1'), '', { mode: 0o600 });
  writeFileSync(join(folder, 'sda'), '', { mode: 0o000 });
  expect(lockedDevices(folder)).toEqual(everythingIsOpen ? [] : [`${folder}/video0`]);
  expect(lockedDevices(join(folder, 'none'))).toEqual([]);
  rmSync(folder, { recursive: true });
});
