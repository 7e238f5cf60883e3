const FULL_SCALE = 32_767;
/** -3 dBFS: below it nothing is changed. */
const KNEE = 0.7 * FULL_SCALE;
const ROOM = FULL_SCALE - KNEE;

/** Bends what is too loud so that it fits, instead of cutting it off, which crackles. */
export function limit(sample: number): number {
  const magnitude = Math.abs(sample);
  if (magnitude <= KNEE) return Math.round(sample);
  return Math.round(Math.sign(sample) * (KNEE + ROOM * Math.tanh((magnitude - KNEE) / ROOM)));
}
