import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Camera } from '../base/devices.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import { fileArguments } from './arguments.ts';
import type { FileInput } from './arguments.ts';
import { FfmpegCamera } from './ffmpeg-camera.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { probe } from './probe.ts';

export interface FileCameraOptions {
  path: string;
  loop: boolean;
  ffmpeg: Ffmpeg;
  clock: Clock;
}

/**
 * A video that plays in real time as if it were filmed now; a picture stays for ever. The first picture is decoded
 * here, so that a file which can't be shown is an error before the call: throws VtalkError.
 */
export async function fileCamera({ path, loop, ffmpeg, clock }: FileCameraOptions): Promise<Camera> {
  const { still } = await probe(path, ffmpeg);
  const input: FileInput = { path, loop, still };
  return new FfmpegCamera(
    {
      id: path,
      label: basename(path),
      path: ffmpeg.path,
      live: false,
      argv: (wanted) => fileArguments(input, wanted, ffmpeg.version),
      retry: () => undefined,
    },
    clock,
  );
}

/** Throws VtalkError with that hint when there is no file at `path`. It is looked at before anyone asks for ffmpeg. */
export async function checkFile(path: string, hint: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new VtalkError(`no such file: ${path}`, { exitCode: ExitCode.usage, hint });
  if (!found.isFile()) throw new VtalkError(`${path} is not a file`, { exitCode: ExitCode.usage, hint });
  if (found.size === 0) throw new VtalkError(`${path} is empty`, { hint });
}
