import type { Ms } from '../base/clock.ts';

/** How a person holds itself at one moment. */
export interface Pose {
  /** How far the head turned, -1 (to its right, our left) to 1. */
  turn: number;
  /** How far the head nods, -1 (up) to 1. */
  nod: number;
  /** How far the eyes are open, 0-1. */
  eyes: number;
  /** How far the mouth is open, 0-1. */
  mouth: number;
  /** How far the brows are raised, 0-1. */
  brows: number;
}

/** Two people with half a turn between them talk and listen to each other. */
const TURN_MS = 9000;
const BLINK_MS = 180;
/** Nobody blinks by the clock: the pauses between blinks, one after another, again and again. */
const BLINK_PAUSES_MS = [2900, 3700, 260, 4100, 2300];
const BLINK_CYCLE_MS = BLINK_PAUSES_MS.reduce((sum, pause) => sum + pause, 0);

/** `phase` (0-1) sets one person apart from another. The same moment gives the same pose. */
export function poseAt(timeMs: Ms, phase: number): Pose {
  const seconds = (timeMs % 3_600_000) / 1000;
  const wave = (periodSeconds: number): number => Math.sin(2 * Math.PI * (seconds / periodSeconds + phase));
  const talking = talk(timeMs + phase * TURN_MS);
  return {
    turn: 0.6 * wave(6.4) + 0.3 * wave(2.7),
    nod: 0.5 * wave(4.1) + 0.4 * talking * wave(1.3),
    eyes: openness(timeMs + phase * BLINK_CYCLE_MS),
    mouth: talking * syllables(seconds),
    brows: Math.max(0, wave(5.3)) * (0.4 + 0.6 * talking),
  };
}

/** 1 in the first half of each turn, 0 in the second, with short slopes. */
function talk(timeMs: Ms): number {
  const part = (timeMs % TURN_MS) / TURN_MS;
  return clamp(Math.min(part, 0.5 - part) * 20);
}

const syllables = (seconds: number): number =>
  clamp(0.45 + 0.4 * Math.sin(seconds * 13) + 0.3 * Math.sin(seconds * 21.7 + 1) * Math.sin(seconds * 2.9));

function openness(timeMs: Ms): number {
  let sinceBlink = timeMs % BLINK_CYCLE_MS;
  for (const pause of BLINK_PAUSES_MS) {
    if (sinceBlink < pause) break;
    sinceBlink -= pause;
  }
  return sinceBlink < BLINK_MS ? Math.abs((2 * sinceBlink) / BLINK_MS - 1) ** 0.7 : 1;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
