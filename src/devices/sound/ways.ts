import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './packages.ts';
import type { PlayerPaceOptions } from './player-pace.ts';
import { players, SPEAKER } from './players.ts';
import { findProgram } from './program.ts';
import type { ProgramPlan, SoundProgram } from './program.ts';
import { recorders } from './recorders.ts';
import type { RecorderPlan } from './recorders.ts';
import type { SoundWay } from './sound-take.ts';

/** A way to a loudspeaker. */
export interface PlayerWay extends SoundWay {
  pace: PlayerPaceOptions;
}

/** The ways to a microphone that this machine has programs for, the best first. */
export const recorderWays = (plan: RecorderPlan): SoundWay[] =>
  recorders(plan).flatMap((recorder) => wayOf(recorder, 'recorder-child.js') ?? []);

/** The ways to a loudspeaker that this machine has programs for, the best first. */
export const playerWays = (plan: ProgramPlan): PlayerWay[] =>
  players(plan).flatMap((player) => {
    const way = player.reports ? directWayOf(player) : wayOf(player, 'player-child.js');
    return way ? Object.assign(way, { pace: player }) : [];
  });

/** A program that tells where it is needs no child of ours to hold it. Undefined when it isn't installed. */
function directWayOf({ path: name, argv, env = {} }: SoundProgram): SoundWay | undefined {
  const path = findProgram(name);
  return path === undefined ? undefined : { name: basename(name), path, argv, env };
}

/** Undefined when the program isn't installed. */
function wayOf(program: SoundProgram, script: string): SoundWay | undefined {
  const child = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const path = program.path === SPEAKER && isInstalled(SPEAKER) ? SPEAKER : findProgram(program.path);
  if (path === undefined) return undefined;
  const argv = [child, JSON.stringify({ ...program, path })];
  return { name: basename(program.path), path: process.execPath, argv };
}
