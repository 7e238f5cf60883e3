import type { Ms } from '../base/clock.ts';

/** A live device that gives nothing for so long is in trouble. */
export const STALL_MS: Ms = 2000;
/** Some systems never tell that a device is gone. Even one that wakes up is quicker than this. */
export const SILENCE_MS: Ms = 10_000;

const AWAY_MS = [1000, 2000, 4000, 8000] as const;

/** How long a device that is gone is left alone before it is tried again. `tries`: how often it was, in vain. */
export const awayMs = (tries: number): Ms => AWAY_MS[Math.min(tries, AWAY_MS.length - 1)]!;
