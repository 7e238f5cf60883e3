import type { Ms } from '../../base/clock.ts';
import { PCM_BYTES, pcmIn } from '../../base/pcm.ts';

/**
 * What goes through the pipes between us and the children that hold microphones and loudspeakers: records of one size
 * each, so they need neither marks nor lengths. All numbers are little-endian, as on every machine with a sound card.
 *
 *     recorder > us    u64 nanoseconds of process.hrtime when the last sample was recorded | 960 x s16
 *     player > us      f64 milliseconds: "give me a frame; it will be heard in so long"
 *     us > player      960 x s16
 */
const STAMP_BYTES = 8;
export const RECORDING_BYTES = STAMP_BYTES + PCM_BYTES;
export const ASK_BYTES = 8;

export interface Recording {
  /** `FRAME_SAMPLES`; they belong to the receiver. */
  pcm: Int16Array;
  /** How long ago the last of them was recorded. */
  ageMs: Ms;
}

/** `pcm`: the bytes of a frame. The clock behind hrtime is one for all processes of a machine. */
export function writeRecording(pcm: Uint8Array, ageMs: Ms): Uint8Array {
  const record = new Uint8Array(RECORDING_BYTES);
  const stamp = process.hrtime.bigint() - BigInt(Math.round(ageMs * 1e6));
  new DataView(record.buffer).setBigUint64(0, stamp, true);
  record.set(pcm, STAMP_BYTES);
  return record;
}

/** `record`: `RECORDING_BYTES`. */
export function readRecording(record: Uint8Array): Recording {
  const stamp = new DataView(record.buffer, record.byteOffset).getBigUint64(0, true);
  return { pcm: pcmIn(record.subarray(STAMP_BYTES)), ageMs: Number(process.hrtime.bigint() - stamp) / 1e6 };
}

export function writeAsk(delayMs: Ms): Uint8Array {
  const record = new Uint8Array(ASK_BYTES);
  new DataView(record.buffer).setFloat64(0, delayMs, true);
  return record;
}

/** `record`: `ASK_BYTES`. */
export const readAsk = (record: Uint8Array): Ms =>
  new DataView(record.buffer, record.byteOffset).getFloat64(0, true);
