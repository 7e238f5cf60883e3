import { METER_STEPS, SILENT_DB } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';

/** What is quieter shows as nothing: the room, not the voice. */
const QUIET_DB = -50;
/** What is louder shows as the most. */
const LOUD_DB = -10;
/** It is looked at out of the corner of the eye, and each move is a write to the terminal: no more than eight a second. */
const CALM_MS = 125;

/** Loudness for people: the loudest of the last moments, in few steps, at rest for a while after each move. */
export class LevelMeter {
  /** From 0, quiet, to `METER_STEPS` - 1. */
  step = 0;
  #peakDb = SILENT_DB;
  #readAt: Ms = -Infinity;

  /** The level of the next 20 ms, in dBFS. True when that has changed `step`. */
  push(levelDb: number, now: Ms): boolean {
    this.#peakDb = Math.max(this.#peakDb, levelDb);
    if (now - this.#readAt < CALM_MS) return false;
    const before = this.step;
    this.step = stepOf(this.#peakDb);
    this.#peakDb = SILENT_DB;
    this.#readAt = now;
    return this.step !== before;
  }

  /** Nothing is measured any more. */
  reset(): void {
    this.step = 0;
    this.#peakDb = SILENT_DB;
  }
}

function stepOf(levelDb: number): number {
  const share = (levelDb - QUIET_DB) / (LOUD_DB - QUIET_DB);
  return Math.min(METER_STEPS - 1, Math.max(0, Math.floor(share * METER_STEPS)));
}
