import { basename } from 'node:path';
import { systemClock } from '../base/clock.ts';
import type { Camera, Catalogue, Device } from '../base/devices.ts';
import { reasonOf } from '../base/errors.ts';
import { chooseCamera, isFile } from '../devices/choose-camera.ts';
import { findFfmpeg } from '../devices/ffmpeg.ts';
import { printable, toDevices } from './device-table.ts';
import { takeInventory } from './inventory.ts';
import type { Options } from './options.ts';

type CameraOptions = Pick<Options, 'video' | 'source' | 'loop' | 'ffmpeg'>;

/** The camera to use; or why there is none, for the status line. */
export interface FoundCamera {
  camera: Camera | undefined;
  cameraMissing: string | undefined;
}

/**
 * A default camera that isn't there is no reason not to talk: the call goes on without a picture and says why. A source
 * that the user named must work: else a VtalkError is thrown.
 */
export async function findCamera(options: CameraOptions, fallback?: Camera): Promise<FoundCamera> {
  if (!options.video) return { camera: undefined, cameraMissing: undefined };
  const cameras = camerasFor(options);
  if (options.source !== undefined)
    return { camera: await cameras.choose(options.source), cameraMissing: undefined };
  if (fallback) return { camera: fallback, cameraMissing: undefined };
  return await cameras.choose('camera').then(
    (camera) => ({ camera, cameraMissing: undefined }),
    (error: unknown) => ({ camera: undefined, cameraMissing: reasonOf(error) }),
  );
}

const TEST_CARD: Device = { id: 'test', kind: 'drawn', name: 'test card' };

/** What can be chosen during a call: the devices of the machine, the file that --source names, and the test card. */
export function camerasFor({ source, loop, ffmpeg: flag }: CameraOptions): Catalogue<Camera> {
  const files: Device[] =
    source !== undefined && isFile(source)
      ? [{ id: source, kind: 'file', name: printable(basename(source)) }]
      : [];
  return {
    list: async () => [...toDevices(await takeInventory(flag)), ...files, TEST_CARD],
    choose: (id) =>
      chooseCamera({
        source: id,
        loop,
        clock: systemClock,
        findFfmpeg: () => findFfmpeg({ flag, env: process.env }),
      }),
  };
}
