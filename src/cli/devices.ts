import { VtalkError } from '../base/errors.ts';
import { listVideoDevices, mayHaveCameras } from '../devices/device-list.ts';
import { findFfmpeg } from '../devices/ffmpeg.ts';
import type { Ffmpeg } from '../devices/ffmpeg.ts';
import { thisMachine } from '../devices/machine.ts';
import type { Machine } from '../devices/machine.ts';
import { listScreens } from '../devices/screen-list.ts';
import { deviceTable, toJson } from './device-table.ts';

export interface DevicesOptions {
  json: boolean;
  ffmpeg?: string;
}

/** Lists what --source can name on a machine. Throws VtalkError when that needs an ffmpeg and there is none. */
export async function devices(
  { json, ffmpeg: flag }: DevicesOptions,
  machine: Machine = thisMachine,
): Promise<void> {
  const found = await findFfmpeg({ flag, env: process.env }).catch(ifExplained);
  if (found instanceof VtalkError && (await mayHaveCameras(machine))) throw found;
  const ffmpeg = found instanceof VtalkError ? undefined : found;
  const [cameras, screens] = await Promise.all([
    ffmpeg ? listVideoDevices(machine, ffmpeg) : [],
    listScreens(machine, ffmpeg),
  ]);
  const inventory = { platform: machine.platform, cameras, screens, ffmpeg: found };
  // Whoever reads the list may have read enough.
  process.stdout.on('error', () => {});
  process.stdout.write(`${json ? JSON.stringify(toJson(inventory)) : deviceTable(inventory)}\n`);
}

function ifExplained(error: unknown): Ffmpeg | VtalkError {
  if (error instanceof VtalkError) return error;
  throw error;
}
