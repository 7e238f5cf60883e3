import { VtalkError } from '../base/errors.ts';
import { mayHaveCameras } from '../devices/device-list.ts';
import { thisMachine } from '../devices/machine.ts';
import type { Machine } from '../devices/machine.ts';
import { deviceTable, toJson } from './device-table.ts';
import { takeInventory } from './inventory.ts';

export interface DevicesOptions {
  json: boolean;
  ffmpeg?: string;
}

/** Lists what --source can name on a machine. Throws VtalkError when that needs an ffmpeg and there is none. */
export async function devices(
  { json, ffmpeg }: DevicesOptions,
  machine: Machine = thisMachine,
): Promise<void> {
  const inventory = await takeInventory(ffmpeg, machine);
  if (inventory.ffmpeg instanceof VtalkError && (await mayHaveCameras(machine))) throw inventory.ffmpeg;
  // Whoever reads the list may have read enough.
  process.stdout.on('error', () => {});
  process.stdout.write(`${json ? JSON.stringify(toJson(inventory)) : deviceTable(inventory)}\n`);
}
