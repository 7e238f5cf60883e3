import { VtalkError } from '../base/errors.ts';
import { mayHaveCameras } from '../devices/device-list.ts';
import { thisMachine } from '../devices/machine.ts';
import type { Machine } from '../devices/machine.ts';
import { listSoundDevices } from '../devices/sound/sound-list.ts';
import { deviceTable, toJson } from './device-table.ts';
import { takeInventory } from './inventory.ts';

export interface DevicesOptions {
  json: boolean;
  /** Also microphones that give back what a loudspeaker plays. */
  monitors: boolean;
  ffmpeg?: string;
}

/**
 * Lists what --source, --mic and --speaker can name on a machine. Throws VtalkError when cameras need an ffmpeg and
 * there is none.
 */
export async function devices(
  { json, monitors, ffmpeg: flag }: DevicesOptions,
  machine: Machine = thisMachine,
): Promise<void> {
  const inventory = await takeInventory(flag, machine);
  if (inventory.ffmpeg instanceof VtalkError && (await mayHaveCameras(machine))) throw inventory.ffmpeg;
  const ffmpeg = inventory.ffmpeg instanceof VtalkError ? undefined : inventory.ffmpeg;
  const all = await listSoundDevices({ platform: machine.platform, env: machine.env, ffmpeg });
  const sound = { ...all, microphones: all.microphones.filter(({ isMonitor }) => monitors || !isMonitor) };
  // Whoever reads the list may have read enough.
  process.stdout.on('error', () => {});
  process.stdout.write(
    `${json ? JSON.stringify(toJson(inventory, sound)) : deviceTable(inventory, sound)}\n`,
  );
}
