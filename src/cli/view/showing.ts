import type { Fit } from '../../base/fit.ts';
import type { Film, Shot } from '../../base/film.ts';
import type { Size } from '../../base/frame.ts';
import type { Renderer } from '../../base/renderer.ts';
import type { ColorDepth } from '../../base/terminal.ts';

/** The shape of a film's pixels. */
export const SQUARE = 1;

export interface ViewOptions {
  size?: { columns: number; rows: number };
  /** Undefined: the best that the terminal is known to show. */
  renderer?: Renderer;
  /** Undefined: what the terminal says. */
  color?: ColorDepth;
  fit: Fit;
  sync: boolean;
  /** Bytes a second. */
  maxTtyRate?: number;
  fps?: number;
  /** Undefined: all of them. */
  frames?: number;
  loop: boolean;
  ffmpeg?: string;
}

/** What is wanted of a film where nobody knows better. */
export const LEAST: Size = { width: 320, height: 180 };

/** One film on its way to somebody. */
export interface Showing {
  film: Film;
  title: string;
  options: ViewOptions;
  /** Ends it early. */
  stop: AbortController;
}

/** What the user wants to see of a film, until it is stopped. */
export async function* shotsOf(showing: Showing, near: Size, fps: number | undefined): AsyncGenerator<Shot> {
  const { film, options, stop } = showing;
  let left = options.frames ?? Infinity;
  for await (const shot of film.shots({ near, fps, loop: options.loop, stop: stop.signal })) {
    if (stop.signal.aborted) return;
    yield shot;
    if (--left === 0) return;
  }
}
