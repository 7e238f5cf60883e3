import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ExitCode } from '../../src/base/errors.ts';
import { devices } from '../../src/cli/devices.ts';
import type { Machine } from '../../src/devices/machine.ts';

let machine: Machine;
beforeEach(() => {
  // A machine without programs that know of sound.
  vi.stubEnv('PATH', '/nonexistent');
  const sysfs = mkdtempSync(join(tmpdir(), 'vtalk-cli-'));
  machine = { platform: 'linux', sysfs, links: '/nowhere', env: {} };
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(machine.sysfs, { recursive: true });
});

const without = { json: true, monitors: false, ffmpeg: '/nonexistent' };

test('where there may be a camera, ffmpeg is needed', async () => {
  mkdirSync(join(machine.sysfs, 'video0'));
  await expect(devices(without, machine)).rejects.toMatchObject({ exitCode: ExitCode.missing });
});

test('where there is none, an empty list is the answer', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await devices(without, machine);
  expect(write.mock.calls).toEqual([
    ['{"cameras":[],"screens":[],"microphones":[],"loudspeakers":[],"ffmpeg":null}\n'],
  ]);
});
