import type { Ms } from '../../base/clock.ts';
import { PCM_BYTES, pcmBytes, pcmIn } from '../../base/pcm.ts';

/**
 * What goes through the pipes between us and the children that hold microphones and loudspeakers: records of one size
 * each, so they need neither marks nor lengths. All numbers are little-endian, as on every machine with a sound card; stamps
 * are nanoseconds of process.hrtime, a clock that is one for all processes of a machine.
 *
 *     recorder > us    u64 stamp: when the last sample was recorded | u8 1: what was played is taken out | 960 x s16
 *     us > recorder    f64 milliseconds: "this is played, and will be heard in so long" | 960 x s16
 *     player > us      u64 stamp: "I take what I get"
 *     us > player      960 x s16
 */
const STAMP_BYTES = 8;
const NUMBER_BYTES = 8;
export const RECORDING_BYTES = STAMP_BYTES + 1 + PCM_BYTES;
export const PLAYED_BYTES = NUMBER_BYTES + PCM_BYTES;
export const WORD_BYTES = STAMP_BYTES;

export interface Recording {
  /** `FRAME_SAMPLES`; they belong to the receiver. */
  pcm: Int16Array;
  /** How long ago the last of them was recorded. */
  ageMs: Ms;
  /** What was played is taken out. */
  isClean: boolean;
}

/** What a loudspeaker plays. */
export interface Played {
  /** `FRAME_SAMPLES`. */
  pcm: Readonly<Int16Array>;
  /** In how long it will be heard. */
  delayMs: Ms;
}

/** `pcm` is copied. */
export function writeRecording({ pcm, ageMs, isClean }: Recording): Uint8Array {
  const record = stamped(RECORDING_BYTES, ageMs);
  record[STAMP_BYTES] = isClean ? 1 : 0;
  record.set(pcmBytes(pcm), STAMP_BYTES + 1);
  return record;
}

/** `record`: `RECORDING_BYTES`. */
export const readRecording = (record: Uint8Array): Recording => ({
  pcm: pcmIn(record.subarray(STAMP_BYTES + 1)),
  ageMs: ageOf(record),
  isClean: record[STAMP_BYTES] === 1,
});

/** `pcm` is copied. */
export function writePlayed({ pcm, delayMs }: Played): Uint8Array {
  const record = new Uint8Array(PLAYED_BYTES);
  new DataView(record.buffer).setFloat64(0, delayMs, true);
  record.set(pcmBytes(pcm), NUMBER_BYTES);
  return record;
}

/** `record`: `PLAYED_BYTES`. */
export const readPlayed = (record: Uint8Array): Played => ({
  pcm: pcmIn(record.subarray(NUMBER_BYTES)),
  delayMs: new DataView(record.buffer, record.byteOffset).getFloat64(0, true),
});

export const writeWord = (): Uint8Array => stamped(WORD_BYTES, 0);

/** How old the word is. `record`: `WORD_BYTES`. */
export const readWord = (record: Uint8Array): Ms => ageOf(record);

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
