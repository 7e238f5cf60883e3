import type { Ms } from '../../base/clock.ts';
import type { I420Frame, RgbFrame, Size } from '../../base/frame.ts';
import type { CallState } from '../state.ts';

/** Where a call is seen: a terminal, or nowhere (headless). */
export interface Display<State = CallState> {
  readonly counts: { painted: number; skipped: number; bytes: number };
  /** Cells of the peer's picture as painted last, such as "118x38". */
  readonly region: string;
  readonly renderer: string;
  /** From a write to the terminal's word that it is shown, at the least; undefined where it gives none. */
  readonly rttMs: Ms | undefined;
  /** The box for the peer's picture in pixels, and the shape of one. */
  box(state: State): (Size & { pixelAspect: number }) | undefined;
  /** `pixelAspect`: of the frame's pixels; undefined: those that were asked for. */
  peerPicture(frame: RgbFrame, now: Ms, pixelAspect?: number): void;
  /** `pixelAspect`: of the pixels that the frame was made for. */
  selfPicture(picture: { frame: I420Frame; pixelAspect: number }, now: Ms): void;
  /** The last picture is not to be shown any more. */
  forgetPeer(): void;
  forgetSelf(): void;
  /** Something but the pictures may look different now. */
  changed(): void;
  /** A level meter moved: to be shown when it costs little. */
  metersMoved(now: Ms): void;
  /** All of the screen is written again. */
  repaint(): void;
  /** The next of the ways to show pictures that the terminal is believed to have. */
  nextRenderer(): void;
  /** The next colour depth that the terminal may like. */
  nextColors(): void;
  /** Shows what is new, if the terminal can take it; called after each change, so `state` is asked for only then. */
  drain(state: () => State): void;
}

/** Told when the last byte of a peer's frame was handed to the terminal. */
export type Painted = (capturedAt: Ms) => void;
