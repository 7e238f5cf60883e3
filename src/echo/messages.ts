import type { Ms } from '../base/clock.ts';
import { PCM_BYTES, pcmBytes, pcmIn } from '../base/pcm.ts';

/**
 * What goes through the pipes to the process that cancels echo, and back: records of one size each way. Numbers are
 * little-endian, as on every machine with a sound card.
 *
 *     us > canceller   f64 milliseconds: "this is played, and will be heard in so long"; or NaN: "clean this" | 960 x s16
 *     canceller > us   960 x s16: silence when it is ready, then each that was to be cleaned, in order
 */
const DELAY_BYTES = 8;
export const REQUEST_BYTES = DELAY_BYTES + PCM_BYTES;

export interface Request {
  /** `FRAME_SAMPLES`; they belong to the receiver. */
  pcm: Int16Array;
  /** Of what is played; undefined: it is to be cleaned. */
  delayMs: Ms | undefined;
}

/** `pcm` is copied. */
export function writeRequest(pcm: Readonly<Int16Array>, delayMs?: Ms): Uint8Array {
  const record = new Uint8Array(REQUEST_BYTES);
  new DataView(record.buffer).setFloat64(0, delayMs ?? NaN, true);
  record.set(pcmBytes(pcm), DELAY_BYTES);
  return record;
}

/** `record`: `REQUEST_BYTES`. */
export function readRequest(record: Uint8Array): Request {
  const delayMs = new DataView(record.buffer, record.byteOffset).getFloat64(0, true);
  return {
    pcm: pcmIn(record.subarray(DELAY_BYTES)),
    delayMs: Number.isNaN(delayMs) ? undefined : delayMs,
  };
}
