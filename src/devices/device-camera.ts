import type { Clock } from '../base/clock.ts';
import type { Camera } from '../base/devices.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import { captureMode, deviceArguments } from './arguments.ts';
import type { Mode, Wanted } from './arguments.ts';
import { listVideoDevices } from './device-list.ts';
import { FfmpegCamera } from './ffmpeg-camera.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { Machine, VideoDevice } from './machine.ts';
import type { FfmpegSource } from './take.ts';

export interface DeviceCameraOptions {
  /** An id, a node or its number, a name or a part of one; undefined: the first camera. */
  id: string | undefined;
  ffmpeg: Ffmpeg;
  clock: Clock;
  machine: Machine;
}

/** A camera of this machine. Throws VtalkError when there is none, or none of that name. */
export async function deviceCamera({ id, ffmpeg, clock, machine }: DeviceCameraOptions): Promise<Camera> {
  const device = pick(await listVideoDevices(machine, ffmpeg), id);
  return new FfmpegCamera(deviceSource(device, ffmpeg, machine.platform), clock);
}

function deviceSource(device: VideoDevice, ffmpeg: Ffmpeg, platform: NodeJS.Platform): FfmpegSource {
  const argv = (wanted: Wanted, mode: Mode): string[] =>
    deviceArguments({ platform, id: device.id, mode }, wanted, ffmpeg.version);
  return {
    id: `camera:${device.id}`,
    label: device.name,
    path: ffmpeg.path,
    live: true,
    argv: (wanted) => argv(wanted, captureMode(wanted)),
    retry: (wanted, { stderr }) => {
      const mode = nearestMode(parseModes(stderr), captureMode(wanted));
      return mode && argv(wanted, mode);
    },
  };
}

/**
 * The modes that avfoundation lists when it refuses one, each at its highest rate:
 *
 *     [avfoundation @ 0x7f8]   640x480@[29.970030 29.970030]fps
 */
export const parseModes = (stderr: string): Mode[] =>
  Array.from(stderr.matchAll(/(\d+)x(\d+)@\[[\d.]+ ([\d.]+)\]fps/g), ([, width, height, rate = '']) => ({
    width: Number(width),
    height: Number(height),
    rate,
  }));

/** The mode of the nearest size, among those the one of the nearest rate; undefined when there is none. */
export function nearestMode(modes: readonly Mode[], asked: Mode): Mode | undefined {
  const distance = ({ width, height, rate }: Mode): number =>
    Math.abs(width * height - asked.width * asked.height) * 1000 +
    Math.abs(Number(rate) - Number(asked.rate));
  return modes.toSorted((a, b) => distance(a) - distance(b))[0];
}

function pick(devices: readonly VideoDevice[], id: string | undefined): VideoDevice {
  const [first] = devices;
  if (!first) {
    throw new VtalkError('no camera found', {
      exitCode: ExitCode.missing,
      hint: 'use --source test, or --no-camera',
    });
  }
  const found = id === undefined ? first : matching(devices, id);
  if (found) return found;
  throw new VtalkError(`no camera is called ${id}`, {
    exitCode: ExitCode.missing,
    hint: `use one of: ${devices.map(({ name }) => `--source "camera:${name}"`).join(', ')}`,
  });
}

/** An exact answer goes before a part of a name. */
function matching(devices: readonly VideoDevice[], id: string): VideoDevice | undefined {
  const wanted = id.toLowerCase();
  return (
    devices.find(
      (device) => device.id === id || [id, `/dev/${id}`, `/dev/video${id}`].includes(device.node),
    ) ??
    devices.find(({ name }) => name.toLowerCase() === wanted) ??
    devices.find(({ name }) => name.toLowerCase().includes(wanted))
  );
}
