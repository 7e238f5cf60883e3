import type { Ms } from './clock.ts';

export interface Size {
  width: number;
  height: number;
}

/** A picture as cameras and terminals like it: 8-bit RGB, rows from the top, width x height x 3 bytes, no padding. */
export interface RgbFrame extends Size {
  data: Uint8Array;
  /** When the last byte of the frame left the camera, by the sender's clock. */
  capturedAt: Ms;
}

/**
 * A picture as codecs like it: BT.601 limited range, 4:2:0. `data` holds Y (width x height), then U, then V
 * (width/2 x height/2 each), no padding; width and height are even.
 */
export interface I420Frame extends Size {
  data: Uint8Array;
  capturedAt: Ms;
}

/** One coded picture of a video stream. */
export interface CodedFrame extends Size {
  data: Uint8Array;
  keyFrame: boolean;
  capturedAt: Ms;
}

/** The picture that a receiver can show: the box it fits in, in pixels whose width is `pixelAspect` x their height. */
export interface Wish extends Size {
  fps: number;
  pixelAspect: number;
}
