import type { I420Frame, Size } from '../base/frame.ts';
import { i420Length } from '../base/i420.ts';
import type { EncodeJob } from '../base/video.ts';
import { parseVp9Header } from './vp9-header.ts';

/** What an encoder is opened for. VP9 takes no change of these on the way: another value means another encoder. */
export interface EncoderSettings extends Size {
  /** Whole frames per second, at least 1. */
  fps: number;
  bitrateBps: number;
}

/** Throws when the frame is no I420 picture of its size: a bug of ours. */
export function settingsOf({ frame, fps, bitrateBps }: EncodeJob): EncoderSettings {
  const { width, height } = frame;
  if (!isPicture(frame))
    throw new RangeError(`no I420 picture of ${width} x ${height} has ${frame.data.length} bytes`);
  return { width, height, fps: Math.max(1, Math.round(fps)), bitrateBps: Math.round(bitrateBps) };
}

export const sameSettings = (a: EncoderSettings, b: EncoderSettings): boolean =>
  a.width === b.width && a.height === b.height && a.fps === b.fps && a.bitrateBps === b.bitrateBps;

/** Key frames come when they are asked for. */
const NEVER = 100_000;

/**
 * libvpx's `cpu-used`, where less is more work. Between 5 and 8 little changes; 4 gives 1 to 4 dB more for the same bytes,
 * and a calmer picture, which the terminal's line feels too. It costs twice the work: a fiftieth of a core for a native
 * picture of 120 x 88 at 30 fps, which is little, and a seventh for one in WebAssembly, which is too much.
 */
export const CpuUsed = { native: '4', wasm: '7' } as const;

/**
 * Options of FFmpeg's libvpx-vp9: one frame in, one frame out, as a call needs it. Both engines give the same stream for
 * the same options.
 */
export const encoderOptions = (
  { bitrateBps }: EncoderSettings,
  cpuUsed: (typeof CpuUsed)[keyof typeof CpuUsed],
): Record<string, string> => ({
  deadline: 'realtime',
  'cpu-used': cpuUsed,
  'lag-in-frames': '0',
  // For 8 % more bits a lost frame costs a few dB instead of the whole picture.
  'error-resilient': '1',
  'aq-mode': '3',
  'row-mt': '0',
  threads: '1',
  g: String(NEVER),
  // The same three times makes the rate constant, which 'aq-mode' and 'max-intra-rate' need: at 300 kbit/s the largest
  // inter frame shrinks from 7.1 to 2.4 kB, so that a slow line delays it by 60 ms instead of 190.
  b: String(bitrateBps),
  minrate: String(bitrateBps),
  maxrate: String(bitrateBps),
  // Half a second: a key frame must leave within it.
  bufsize: String(Math.round(bitrateBps / 2)),
  // How far a frame may shrink to make up for others: with 50 a film of 62 x 46 takes a quarter more than its rate.
  'undershoot-pct': '100',
  'overshoot-pct': '50',
  // Percent of a frame's fair share that a key frame may take.
  'max-intra-rate': '450',
});

/** A stranger's picture may take this much memory and no more. */
const MAX_SIDE = 4096;

/** Whether a decoder should see these bytes: one VP9 frame of a kind that we send, in a size that we can bear. */
export function isAcceptable(coded: Uint8Array): boolean {
  const header = parseVp9Header(coded);
  if (!header) return false;
  return !header.size || (header.size.width <= MAX_SIDE && header.size.height <= MAX_SIDE);
}

/** A whole picture with even sides: a stranger's stream may hold others. */
export const isPicture = ({ data, width, height }: Omit<I420Frame, 'capturedAt'>): boolean =>
  width > 0 &&
  height > 0 &&
  width % 2 === 0 &&
  height % 2 === 0 &&
  data.length === i420Length({ width, height });
