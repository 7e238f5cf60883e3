import { METER_STEPS } from '../base/audio.ts';

/** A step of a level meter as one bar of `levels`, which go from the lowest to the highest. */
export const meter = (level: number, levels: string): string => levels[level] ?? '';

/** The same as a row of bars, each higher than the one before, as many cells wide whatever the level. */
export const wideMeter = (level: number, levels: string): string =>
  levels.slice(0, level + 1).padEnd(METER_STEPS);
