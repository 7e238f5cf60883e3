import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ffmpeg } from './ffmpeg.ts';
import { run } from './run.ts';

/** A camera that this machine has. */
export interface VideoDevice {
  /** What ffmpeg opens: "/dev/video0", "0" (macOS) or the name (Windows). */
  id: string;
  name: string;
}

/** Where cameras are looked for. */
export interface Machine {
  platform: NodeJS.Platform;
  /** Linux lists its cameras here. */
  sysfs: string;
}

export const thisMachine: Machine = { platform: process.platform, sysfs: '/sys/class/video4linux' };

/** The cameras of the machine, in the system's order; nodes that give no picture are left out. */
export async function listVideoDevices(machine: Machine, ffmpeg: Ffmpeg): Promise<VideoDevice[]> {
  if (machine.platform === 'darwin') return parseAvfoundation(await listing(ffmpeg, 'avfoundation'));
  if (machine.platform === 'win32') return parseDshow(await listing(ffmpeg, 'dshow'));
  const devices = await readSysfs(machine.sysfs);
  const usable = await Promise.all(devices.map(({ id }) => isCaptureNode(id, ffmpeg)));
  return devices.filter((_, index) => usable[index]);
}

/**
 * Reads what `ffmpeg -f avfoundation -list_devices true` says:
 *
 *     [AVFoundation indev @ 0x7f8] AVFoundation video devices:
 *     [AVFoundation indev @ 0x7f8] [0] FaceTime HD Camera
 *     [AVFoundation indev @ 0x7f8] AVFoundation audio devices:
 */
export function parseAvfoundation(stderr: string): VideoDevice[] {
  const video = stderr.split('AVFoundation video devices:')[1]?.split('AVFoundation audio devices:')[0] ?? '';
  const cameras = Array.from(video.matchAll(/\] \[(\d+)\] (.+)$/gm), ([, id = '', name = '']) => ({
    id,
    name,
  }));
  return cameras.filter(({ name }) => !name.startsWith('Capture screen'));
}

/**
 * Reads what `ffmpeg -f dshow -list_devices true` says, since 5.0 and before:
 *
 *     [dshow @ 0001] "HD Webcam" (video)              [dshow @ 0001] DirectShow video devices
 *     [dshow @ 0001] "Microphone" (audio)             [dshow @ 0001]  "HD Webcam"
 *                                                     [dshow @ 0001] DirectShow audio devices
 */
export function parseDshow(stderr: string): VideoDevice[] {
  const older = stderr.split('DirectShow video devices')[1]?.split('DirectShow audio devices')[0];
  const names = older
    ? older.matchAll(/\]  "(.+)"/g)
    : stderr.matchAll(/\] "(.+)" \((?:video|audio, video)\)/g);
  return Array.from(names, ([, name = '']) => ({ id: name, name }));
}

/** Both print the list as if it were an error, and fail. */
const listing = async (ffmpeg: Ffmpeg, format: string): Promise<string> =>
  (await run(ffmpeg.path, ['-hide_banner', '-nostdin', '-f', format, '-list_devices', 'true', '-i', 'dummy']))
    .stderr;

async function readSysfs(sysfs: string): Promise<VideoDevice[]> {
  const nodes = await readdir(sysfs).catch(() => []);
  const numbers = nodes.flatMap((node) => /^video(\d+)$/.exec(node)?.[1] ?? []).map(Number);
  numbers.sort((a, b) => a - b);
  return await Promise.all(
    numbers.map(async (number) => {
      const name = await readFile(join(sysfs, `video${number}`, 'name'), 'utf8').catch(() => '');
      return { id: `/dev/video${number}`, name: name.trim() || `video${number}` };
    }),
  );
}

/** A webcam has a second node for metadata, and codecs have nodes too; only the driver knows, and ffmpeg asks it. */
async function isCaptureNode(id: string, ffmpeg: Ffmpeg): Promise<boolean> {
  const argv = `-hide_banner -nostdin -f v4l2 -list_formats all -i ${id}`.split(' ');
  return /\] (?:Raw|Compressed) *:/.test((await run(ffmpeg.path, argv)).stderr);
}
