import { VtalkError } from '../base/errors.ts';
import { probeArguments } from './arguments.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { run } from './run.ts';

/** What ffmpeg says of a file. */
export interface Probed {
  /** One picture and no more. */
  still: boolean;
  /** Pictures a second, on average. */
  fps: number;
}

/** As ffmpeg itself assumes where a file doesn't tell. */
const DEFAULT_FPS = 25;

/** Decodes the first picture of a file. Throws VtalkError when that is no film and no picture. */
export async function probe(path: string, ffmpeg: Ffmpeg): Promise<Probed> {
  const { code, stderr, lastLine } = await run(ffmpeg.path, probeArguments(path));
  if (code === 0) return { still: isStill(stderr), fps: rateIn(stderr) };
  const playlist = /Format not on whitelist/.test(stderr);
  throw new VtalkError(`${path} is not a video or a picture that ffmpeg can show`, {
    hint: playlist ? NOT_OPENED : `ffmpeg says: ${lastLine ?? 'nothing'}; try another file`,
  });
}

const NOT_OPENED = 'playlists, drawings and text are not opened; give a video or a picture';

function isStill(stderr: string): boolean {
  const format = /^Input #0, (\S+), from /m.exec(stderr)?.[1] ?? '';
  return format.endsWith('_pipe');
}

/** From a line such as "Stream #0:0: Video: h264, yuv420p, 480x352, 29.97 fps, 30 tbr". */
function rateIn(stderr: string): number {
  const fps = Number(/ Video: .*, ([\d.]+) fps/.exec(stderr)?.[1]);
  return fps > 0 ? fps : DEFAULT_FPS;
}
