import type { Ms } from '../../base/clock.ts';
import type { Reading } from './signs.ts';
import type { Grade } from '../state.ts';

/** The best first. */
const GRADES: readonly Grade[] = ['good', 'fair', 'poor', 'frozen'];

/** The worst that a grade bears. */
interface Bounds {
  lossPct: number;
  latencyMs: Ms;
  /** Frames shown, of those that were asked for. */
  fpsShare: number;
}

/**
 * Nobody minds a delay of 150 ms, and beyond 400 ms people talk into each other's words (ITU-T G.114). A lost packet
 * here and there is one of 50 or more a second; when one of twelve is lost, few frames come whole. 20 frames of 30
 * look smooth; under 10 they are single pictures.
 */
const GOOD: Bounds = { lossPct: 2, latencyMs: 150, fpsShare: 2 / 3 };
const FAIR: Bounds = { lossPct: 8, latencyMs: 400, fpsShare: 1 / 3 };
const FROZEN_MS = 2000;
/** So long a bad moment is remembered, or the word would flicker. */
const MEMORY_MS = 3000;

/** What one second of a call was like. */
export function gradeOf(reading: Reading): Grade {
  if (reading.silentMs >= FROZEN_MS) return 'frozen';
  if (isWithin(GOOD, reading)) return 'good';
  return isWithin(FAIR, reading) ? 'fair' : 'poor';
}

const isWithin = (bounds: Bounds, { lossPct, latencyMs, fps, askedFps }: Reading): boolean =>
  lossPct <= bounds.lossPct && latencyMs <= bounds.latencyMs && fps >= bounds.fpsShare * askedFps;

/** A worse word counts at once, a better one after 3 s in which nothing was worse. */
export class Grading {
  #recent: { grade: Grade; at: Ms }[] = [];

  push(grade: Grade, now: Ms): Grade {
    this.#recent = [...this.#recent.filter(({ at }) => now - at < MEMORY_MS), { grade, at: now }];
    return GRADES[Math.max(...this.#recent.map((one) => GRADES.indexOf(one.grade)))] ?? grade;
  }
}
