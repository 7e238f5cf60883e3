import { basename } from 'node:path';
import { VtalkError } from '../base/errors.ts';
import type { Film, Screening, Shot } from '../base/film.ts';
import type { Size } from '../base/frame.ts';
import { filmArguments } from './arguments.ts';
import { ChildGroup } from './child-group.ts';
import { failureOf } from './ffmpeg-child.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { PpmReader } from './ppm.ts';
import type { PpmPicture } from './ppm.ts';
import { probe } from './probe.ts';
import { TextTail } from './text-tail.ts';

/** A film at the pace of who looks at it, not of a camera. Throws VtalkError when ffmpeg can't show the file. */
export async function fileFilm(path: string, ffmpeg: Ffmpeg): Promise<Film> {
  const { still, fps: ownFps } = await probe(path, ffmpeg);
  return {
    still,
    endless: false,
    async *shots({ within, fps: mostFps, loop, stop }: Screening): AsyncGenerator<Shot> {
      const fps = mostFps && Math.min(mostFps, ownFps);
      const argv = filmArguments(
        { path, loop: loop && !still },
        { near: halfOf(within), fps },
        ffmpeg.version,
      );
      const lastsMs = still ? Infinity : 1000 / (fps ?? ownFps);
      let capturedAt = 0;
      for await (const picture of pictures({ path, ffmpeg, argv, stop })) {
        yield { frame: { ...picture, capturedAt }, lastsMs };
        capturedAt += lastsMs;
      }
    },
  };
}

/** Arguments allow twice what is wanted. */
const halfOf = ({ width, height }: Size): Size => ({ width: width / 2, height: height / 2 });

interface Run {
  path: string;
  ffmpeg: Ffmpeg;
  argv: readonly string[];
  stop: AbortSignal;
}

/** A picture that nobody asks for stays in the pipe, and a full pipe makes ffmpeg wait. */
async function* pictures({ path, ffmpeg, argv, stop }: Run): AsyncGenerator<PpmPicture> {
  const child = new ChildGroup(ffmpeg.path, argv);
  const reader = new PpmReader();
  const stderr = new TextTail();
  child.stderr.on('data', (chunk: Uint8Array) => stderr.push(chunk));
  const kill = (): void => child.kill('SIGKILL');
  stop.addEventListener('abort', kill);
  if (stop.aborted) kill();
  try {
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) yield* reader.push(chunk);
    const failure = failureOf(await child.ended, { broken: reader.broken, lastLine: stderr.lastLine });
    if (failure !== undefined && !stop.aborted) throw new VtalkError(`${basename(path)}: ${failure}`);
  } finally {
    stop.removeEventListener('abort', kill);
    kill();
    await child.ended;
  }
}
