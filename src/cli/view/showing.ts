import type { Fit } from '../../base/fit.ts';
import type { Film, Shot } from '../../base/film.ts';
import type { Size } from '../../base/frame.ts';
import { IMAGE_RENDERERS, type Renderer } from '../../base/renderer.ts';
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

/** One film on its way to somebody. */
export interface Showing {
  film: Film;
  title: string;
  options: ViewOptions;
  /** Ends it early. */
  stop: AbortController;
}

/**
 * How large the pictures are to be that fill `box`: those of images as large as they are shown, those of cells twice that,
 * because a cell is the mean of what lies under it.
 */
export function largestFor({ width, height }: Size, renderer: Renderer): Size {
  const times = IMAGE_RENDERERS.some((each) => each === renderer) ? 1 : 2;
  return { width: width * times, height: height * times };
}

/** What the user wants to see of a film, until it is stopped. */
export async function* shotsOf(
  showing: Showing,
  within: Size,
  fps: number | undefined,
): AsyncGenerator<Shot> {
  const { film, options, stop } = showing;
  let left = options.frames ?? Infinity;
  for await (const shot of film.shots({ within, fps, loop: options.loop, stop: stop.signal })) {
    if (stop.signal.aborted) return;
    yield shot;
    if (--left === 0) return;
  }
}
