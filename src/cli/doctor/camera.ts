import { accessSync, constants, readdirSync } from 'node:fs';
import type { Clock, Ms } from '../../base/clock.ts';
import type { Camera } from '../../base/devices.ts';
import type { RgbFrame } from '../../base/frame.ts';
import { VtalkError } from '../../base/errors.ts';
import { ok, type Finding } from './finding.ts';
import { asRoot, type System } from './system.ts';

const NEAR = { width: 160, height: 90 };
const FPS = 10;

const LIMIT_MS: Ms = 5000;

/** Opens a camera for its first picture; it is closed again when this settles. Rejects with a VtalkError. */
export async function tryCamera(camera: Camera, clock: Clock, system: System): Promise<Finding> {
  const openedAt = clock.now();
  try {
    const { width, height } = await firstFrame(camera, clock, system);
    const firstFrameMs = Math.round(clock.now() - openedAt);
    const finding = `${camera.label} gives ${width}x${height}, the first picture after ${firstFrameMs} ms`;
    return ok({ check: 'camera', finding, measured: { firstFrameMs } });
  } finally {
    await camera.close();
  }
}

/** A camera that is in trouble may still come round, so the time decides; what it said last is the reason then. */
function firstFrame(camera: Camera, clock: Clock, system: System): Promise<RgbFrame> {
  let reason = `${camera.label}: no picture within ${LIMIT_MS / 1000} s`;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      cancel();
      settle();
    };
    const fail = (): void => reject(new VtalkError(reason, { hint: cameraFix(reason, system) }));
    const cancel = clock.at(clock.now() + LIMIT_MS, fail);
    camera.open(NEAR, FPS, {
      frame: (frame) => end(() => resolve(frame)),
      trouble: (told, over) => {
        reason = told;
        if (over) end(fail);
      },
    });
  });
}

const SETTINGS: { readonly [platform in NodeJS.Platform]?: string } = {
  darwin: 'open "x-apple.systempreferences:com.apple.preference.security?Privacy_Camera"',
  win32: 'start ms-settings:privacy-webcam',
};

/** What helps against a camera that does not open, by the words of the system. */
export function cameraFix(reason: string, system: System): string {
  if (/permission|denied/i.test(reason)) return permissionFix(system);
  if (/busy|in use/i.test(reason) && system.platform === 'linux')
    return `end the program that has it: ${asRoot('fuser -v /dev/video*', system)}`;
  return SETTINGS[system.platform] ?? 'end other programs that use it, or plug it in again';
}

/** Whoever is in the group may open cameras, after the next login. */
const permissionFix = (system: System): string =>
  SETTINGS[system.platform] ?? `${asRoot('usermod -aG video "$USER"', system)}, then log in again`;

/** There is no camera; or there is one and its file is not for us, which looks the same to ffmpeg. */
export function noCamera(system: System, locked: readonly string[]): Finding {
  const [first] = locked;
  const finding = first === undefined ? 'no camera found' : `no permission to open ${first}`;
  const plug = 'plug one in, or show something else: vtalk call WHERE --source test';
  return {
    check: 'camera',
    status: 'warning',
    finding,
    fix: first === undefined ? plug : permissionFix(system),
  };
}

/** The video devices of Linux that this user can't open. */
export function lockedDevices(folder = '/dev'): string[] {
  try {
    const nodes = readdirSync(folder).filter((name) => /^video\d+$/.test(name));
    return nodes.map((name) => `${folder}/${name}`).filter((path) => !isOpen(path));
  } catch {
    return [];
  }
}

function isOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
