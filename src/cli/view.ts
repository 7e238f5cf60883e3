import { basename } from 'node:path';
import { ExitCode, VtalkError } from '../base/errors.ts';
import { sanitiseText } from '../control/sanitise.ts';
import { Closers } from './closers.ts';
import { onSignals, type Leave } from './signals.ts';
import { openFilm } from './view/film.ts';
import { play } from './view/player.ts';
import { pour } from './view/pour.ts';
import { print } from './view/print.ts';
import type { Showing, ViewOptions } from './view/showing.ts';

export type { ViewOptions };

/** Shows a picture or a video here, or as bytes down a pipe. Resolves with the exit code. */
export async function view(path: string, options: ViewOptions, leave: Leave): Promise<number> {
  const closers = new Closers();
  const stop = new AbortController();
  try {
    onSignals(leave, closers)(({ exitCode }) => stop.abort(exitCode));
    const film = await openFilm(path, options.ffmpeg);
    await show({ film, title: titleOf(path), options, stop }, closers);
  } finally {
    await closers.close();
  }
  return stop.signal.aborted ? Number(stop.signal.reason) : ExitCode.done;
}

/** A name may hold anything. */
const titleOf = (path: string): string =>
  `vtalk: ${sanitiseText(basename(path), { maxCells: 60, newlines: false })}`;

/** A still or a single picture down a pipe needs no screen. */
async function show(showing: Showing, closers: Closers): Promise<void> {
  const { film, options } = showing;
  // Who reads may have read enough.
  process.stdout.on('error', () => showing.stop.abort(ExitCode.done));
  if (options.frames === 1 || (film.still && !process.stdout.isTTY)) return await print(showing);
  if (!process.stdout.isTTY) return await pour(showing);
  if (!process.stdin.isTTY) {
    const hint = 'add --frames 1 to print a single picture';
    throw new VtalkError('stdin is not a terminal, so no key could end this', { hint });
  }
  // An animation of half a second would be gone before it is seen.
  await play({ ...showing, options: { ...options, loop: options.loop || film.endless } }, closers);
}
