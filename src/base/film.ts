import type { RgbFrame, Size } from './frame.ts';

/** One picture of a film, and for how long it is to be seen; Infinity: it stays. */
export interface Shot {
  /** `capturedAt` counts from the beginning of the film. The receiver owns the bytes. */
  frame: RgbFrame;
  lastsMs: number;
}

export interface Screening {
  /** Larger pictures are reduced until they fit; smaller ones stay as they are. */
  within: Size;
  /** A film is brought to an even pace of at most so many pictures a second; undefined: each picture that it has. */
  fps: number | undefined;
  /** Start again at the end, for ever. */
  loop: boolean;
  /** Ends the film early, also while a picture is waited for. */
  stop: AbortSignal;
}

/** What a file shows: its pictures one after the other, each made only when it is asked for. */
export interface Film {
  /** One picture and no more. */
  readonly still: boolean;
  /** It asks to be shown again and again, as most animations do. */
  readonly endless: boolean;
  /** From the beginning. To leave the iteration early is to close the file. Throws VtalkError when the file is damaged. */
  shots(screening: Screening): AsyncIterable<Shot>;
}
