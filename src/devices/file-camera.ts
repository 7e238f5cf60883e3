import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Camera } from '../base/devices.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import { fileArguments, probeArguments } from './arguments.ts';
import type { FileInput } from './arguments.ts';
import { FfmpegCamera } from './ffmpeg-camera.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { run } from './run.ts';

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
  const still = await isStill(path, ffmpeg);
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

/** Throws VtalkError when there is no file at `path`. It is looked at before anyone asks for ffmpeg. */
export async function checkFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  const hint = 'give a video or a picture, or: --source test';
  if (!found) throw new VtalkError(`no such file: ${path}`, { exitCode: ExitCode.usage, hint });
  if (!found.isFile()) throw new VtalkError(`${path} is not a file`, { exitCode: ExitCode.usage, hint });
  if (found.size === 0) throw new VtalkError(`${path} is empty`, { hint });
}

/** ffmpeg would paint text as a film of a terminal, and open the files that a playlist names. */
const REFUSED_FORMATS = new Set(['tty', 'bin', 'hls', 'dash', 'concat']);

async function isStill(path: string, ffmpeg: Ffmpeg): Promise<boolean> {
  const { code, stderr, lastLine } = await run(ffmpeg.path, probeArguments(path));
  const format = /^Input #0, (\S+), from /m.exec(stderr)?.[1] ?? '';
  if (code === 0 && !REFUSED_FORMATS.has(format)) return format === 'image2' || format.endsWith('_pipe');
  const reason = code === 0 ? `it is of the format ${format}` : lastLine;
  throw new VtalkError(`${path} is not a video or a picture that ffmpeg can show`, {
    hint: reason ? `ffmpeg says: ${reason}` : 'try another file, or: --source test',
  });
}
