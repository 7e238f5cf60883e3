import type { Ms } from '../../base/clock.ts';
import { PCM_BYTES, pcmIn } from '../../base/pcm.ts';
import type { PlayerReport } from './player-pace.ts';

/**
 * What goes through the pipes between us and the children that hold microphones and loudspeakers: records of one size
 * each, so they need neither marks nor lengths. All numbers are little-endian, as on every machine with a sound card; stamps
 * are nanoseconds of process.hrtime, a clock that is one for all processes of a machine.
 *
 *     recorder > us    u64 stamp: when the last sample was recorded | 960 x s16
 *     player > us      u64 stamp | f64 milliseconds that were heard by then | f64 milliseconds that it has taken beside;
 *                      both NaN: it takes what it gets, and tells no more
 *     us > player      960 x s16
 */
const STAMP_BYTES = 8;
export const RECORDING_BYTES = STAMP_BYTES + PCM_BYTES;
export const WORD_BYTES = STAMP_BYTES + 16;

export interface Recording {
  /** `FRAME_SAMPLES`; they belong to the receiver. */
  pcm: Int16Array;
  /** How long ago the last of them was recorded. */
  ageMs: Ms;
}

/** `pcm`: the bytes of a frame. */
export function writeRecording(pcm: Uint8Array, ageMs: Ms): Uint8Array {
  const record = stamped(RECORDING_BYTES, ageMs);
  record.set(pcm, STAMP_BYTES);
  return record;
}

/** `record`: `RECORDING_BYTES`. */
export const readRecording = (record: Uint8Array): Recording => ({
  pcm: pcmIn(record.subarray(STAMP_BYTES)),
  ageMs: ageOf(record),
});

/** Word of a player, and how old it is. */
export interface Word {
  ageMs: Ms;
  /** Undefined: only that it takes what it gets. */
  report: PlayerReport | undefined;
}

export function writeWord(report?: PlayerReport): Uint8Array {
  const record = stamped(WORD_BYTES, 0);
  const view = new DataView(record.buffer);
  view.setFloat64(STAMP_BYTES, report?.heardMs ?? NaN, true);
  view.setFloat64(STAMP_BYTES + 8, report?.latencyMs ?? NaN, true);
  return record;
}

/** `record`: `WORD_BYTES`. */
export function readWord(record: Uint8Array): Word {
  const view = new DataView(record.buffer, record.byteOffset);
  const heardMs = view.getFloat64(STAMP_BYTES, true);
  const latencyMs = view.getFloat64(STAMP_BYTES + 8, true);
  return { ageMs: ageOf(record), report: Number.isNaN(heardMs) ? undefined : { heardMs, latencyMs } };
}

function stamped(bytes: number, ageMs: Ms): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(bytes);
  const stamp = process.hrtime.bigint() - BigInt(Math.round(ageMs * 1e6));
  new DataView(record.buffer).setBigUint64(0, stamp, true);
  return record;
}

function ageOf(record: Uint8Array): Ms {
  const stamp = new DataView(record.buffer, record.byteOffset).getBigUint64(0, true);
  return Number(process.hrtime.bigint() - stamp) / 1e6;
}
