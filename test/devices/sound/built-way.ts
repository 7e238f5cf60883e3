import { fileURLToPath } from 'node:url';
import type { Player } from '../../../src/devices/sound/players.ts';
import type { SoundProgram } from '../../../src/devices/sound/program.ts';
import type { SoundWay } from '../../../src/devices/sound/sound-take.ts';
import type { PlayerWay } from '../../../src/devices/sound/ways.ts';

const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));

/** A recorder in a child of ours, as it is built (Node 20 runs no .ts): `npm test` builds first. */
export const builtRecorder = (program: SoundProgram, dist = DIST): SoundWay =>
  builtWay('recorder', program, dist);

/** A player in a child of ours, as it is built. */
export const builtPlayer = (player: Player, dist = DIST): PlayerWay => ({
  ...(player.reports ? directWay(player) : builtWay('player', player, dist)),
  pace: player,
});

const directWay = ({ path, argv, env = {} }: Player): SoundWay => ({ name: nameOf(path), path, argv, env });

const nameOf = (path: string): string => path.split('/').at(-1) ?? '';

const builtWay = (kind: 'recorder' | 'player', program: SoundProgram, dist: string): SoundWay => ({
  name: nameOf(program.path),
  path: process.execPath,
  argv: [`${dist}/devices/sound/${kind}-child.js`, JSON.stringify(program)],
});

/** A program that runs `script` (CommonJS). It finds `show(bytes)` and `say(text)`. */
export const nodeProgram = (script: string): SoundProgram => ({
  path: process.execPath,
  argv: [
    '-e',
    `const fs = require('node:fs');
     const show = (bytes) => fs.writeSync(1, bytes);
     const say = (text) => fs.writeSync(2, text + '\\n');
     const stay = () => setInterval(() => {}, 1e6);
     ${script}`,
  ],
});
