import { systemClock } from '../base/clock.ts';
import type { Camera } from '../base/devices.ts';
import { reasonOf } from '../base/errors.ts';
import { chooseCamera } from '../devices/choose-camera.ts';
import { findFfmpeg } from '../devices/ffmpeg.ts';
import type { Options } from './options.ts';

/** The camera to use; or why there is none, for the status line. */
export interface FoundCamera {
  camera: Camera | undefined;
  cameraMissing: string | undefined;
}

/**
 * A default camera that isn't there is no reason not to talk: the call goes on without a picture and says why. A source
 * that the user named must work: else a VtalkError is thrown.
 */
export async function findCamera(options: Options, fallback?: Camera): Promise<FoundCamera> {
  if (!options.video) return { camera: undefined, cameraMissing: undefined };
  const { source, loop } = options;
  const choose = (named: string): Promise<Camera> =>
    chooseCamera({
      source: named,
      loop,
      clock: systemClock,
      findFfmpeg: () => findFfmpeg({ flag: options.ffmpeg, env: process.env }),
    });
  if (source !== undefined) return { camera: await choose(source), cameraMissing: undefined };
  if (fallback) return { camera: fallback, cameraMissing: undefined };
  return await choose('camera').then(
    (camera) => ({ camera, cameraMissing: undefined }),
    (error: unknown) => ({ camera: undefined, cameraMissing: reasonOf(error) }),
  );
}
