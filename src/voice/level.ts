import { SILENT_DB } from '../base/audio.ts';

const FULL_SCALE = 32_768;

/** How loud a piece of sound is: its RMS in dBFS, where a square wave of full scale has 0 and a sine -3. */
export function levelDb(pcm: Readonly<Int16Array>): number {
  let power = 0;
  for (const sample of pcm) power += sample * sample;
  return Math.max(SILENT_DB, 10 * Math.log10(power / pcm.length / FULL_SCALE ** 2));
}

/** The factor that makes a sound so much louder, or quieter. */
export const factorOf = (db: number): number => 10 ** (db / 20);
