import { VtalkError } from '../base/errors.ts';
import { listVideoDevices } from '../devices/device-list.ts';
import { findFfmpeg } from '../devices/ffmpeg.ts';
import type { Ffmpeg } from '../devices/ffmpeg.ts';
import { thisMachine } from '../devices/machine.ts';
import type { Machine, Screen, VideoDevice } from '../devices/machine.ts';
import { listScreens } from '../devices/screen-list.ts';

/** What --source can name on a machine. */
export interface Inventory {
  platform: NodeJS.Platform;
  cameras: readonly VideoDevice[];
  screens: readonly Screen[];
  /** Or why there is none. */
  ffmpeg: Ffmpeg | VtalkError;
}

/** What a machine has just now. `flag`: the ffmpeg that --ffmpeg names. */
export async function takeInventory(
  flag: string | undefined,
  machine: Machine = thisMachine,
): Promise<Inventory> {
  const found = await findFfmpeg({ flag, env: process.env }).catch(ifExplained);
  const ffmpeg = found instanceof VtalkError ? undefined : found;
  const [cameras, screens] = await Promise.all([
    ffmpeg ? listVideoDevices(machine, ffmpeg) : [],
    listScreens(machine, ffmpeg),
  ]);
  return { platform: machine.platform, cameras, screens, ffmpeg: found };
}

function ifExplained(error: unknown): Ffmpeg | VtalkError {
  if (error instanceof VtalkError) return error;
  throw error;
}
