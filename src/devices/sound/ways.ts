import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './packages.ts';
import { players, SPEAKER } from './players.ts';
import { findProgram } from './program.ts';
import type { ProgramPlan, SoundProgram } from './program.ts';
import { recorders } from './recorders.ts';
import type { RecorderPlan } from './recorders.ts';
import type { SoundWay } from './sound-take.ts';

/** The ways to a microphone that this machine has programs for, the best first. */
export const recorderWays = (plan: RecorderPlan): SoundWay[] => waysOf(recorders(plan), 'recorder-child.js');

/** The ways to a loudspeaker that this machine has programs for, the best first. */
export const playerWays = (plan: ProgramPlan): SoundWay[] => waysOf(players(plan), 'player-child.js');

function waysOf(programs: readonly SoundProgram[], script: string): SoundWay[] {
  const child = fileURLToPath(new URL(`./${script}`, import.meta.url));
  return programs.flatMap((program) => {
    const path = program.path === SPEAKER && isInstalled(SPEAKER) ? SPEAKER : findProgram(program.path);
    if (path === undefined) return [];
    const argv = [child, JSON.stringify({ ...program, path })];
    return [{ name: basename(program.path), path: process.execPath, argv }];
  });
}
