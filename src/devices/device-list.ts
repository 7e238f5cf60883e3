import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { listDevices, parseAvfoundation, parseDshow } from './device-listing.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { Machine, VideoDevice } from './machine.ts';
import { run } from './run.ts';

/** The cameras of the machine, in the system's order; nodes that give no picture are left out. */
export async function listVideoDevices(machine: Machine, ffmpeg: Ffmpeg): Promise<VideoDevice[]> {
  if (machine.platform === 'darwin')
    return parseAvfoundation(await listDevices(ffmpeg, 'avfoundation')).cameras;
  if (machine.platform === 'win32') return parseDshow(await listDevices(ffmpeg, 'dshow'));
  const devices = await readNodes(machine);
  const usable = await Promise.all(devices.map(({ node }) => isCaptureNode(node, ffmpeg)));
  return devices.filter((_, index) => usable[index]);
}

/** False when it is plain without ffmpeg that there is no camera. */
export const mayHaveCameras = async (machine: Machine): Promise<boolean> =>
  machine.platform === 'darwin' || machine.platform === 'win32' || (await nodeNumbers(machine)).length > 0;

async function readNodes(machine: Machine): Promise<VideoDevice[]> {
  const [numbers, links] = await Promise.all([nodeNumbers(machine), stableLinks(machine.links)]);
  return await Promise.all(
    numbers.map(async (number) => {
      const node = `/dev/video${number}`;
      const name = await readFile(join(machine.sysfs, `video${number}`, 'name'), 'utf8').catch(() => '');
      return { id: links.get(`video${number}`) ?? node, name: name.trim() || `video${number}`, node };
    }),
  );
}

async function nodeNumbers({ sysfs }: Machine): Promise<number[]> {
  const nodes = await readdir(sysfs).catch(() => []);
  const numbers = nodes.flatMap((node) => /^video(\d+)$/.exec(node)?.[1] ?? []).map(Number);
  return numbers.toSorted((a, b) => a - b);
}

/**
 * The links that udev keeps to "video0" and so on. By serial number goes before by socket; of two cameras with one
 * serial number only one has the former.
 */
async function stableLinks(folder: string): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  for (const kind of ['by-path', 'by-id']) {
    const names = await readdir(join(folder, kind)).catch((): string[] => []);
    // A camera may have several; always the same is taken.
    for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
      const link = join(folder, kind, name);
      const node = await readlink(link).catch(() => undefined);
      if (node !== undefined) links.set(basename(node), link);
    }
  }
  return links;
}

/** A webcam has a second node for metadata, and codecs have nodes too; only the driver knows, and ffmpeg asks it. */
async function isCaptureNode(id: string, ffmpeg: Ffmpeg): Promise<boolean> {
  const argv = `-hide_banner -nostdin -f v4l2 -list_formats all -i ${id}`.split(' ');
  return /\] (?:Raw|Compressed) *:/.test((await run(ffmpeg.path, argv)).stderr);
}
