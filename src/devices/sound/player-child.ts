import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { SAMPLE_RATE } from '../../base/audio.ts';
import { systemClock } from '../../base/clock.ts';
import type { Cancel, Ms } from '../../base/clock.ts';
import { PCM_BYTES } from '../../base/pcm.ts';
import { dieWithParent, end, holdProgram } from './held.ts';
import { loadPackage } from './packages.ts';
import { SPEAKER } from './players.ts';
import type { Player } from './players.ts';
import { writeWord } from './records.ts';

/*
 * A process that holds a loudspeaker which can't tell where it is. argv: the Player, as JSON; stdin and stdout: as records.ts says. The package
 * `speaker` may abort the process that loads it; here that is a loudspeaker lost, and no call.
 */

/** How often there is word of a player: each wakes our parent. */
const WORD_MS: Ms = 100;
/** A device that takes nothing for so long has stopped, and what waits would be late for ever. */
const STUCK_BYTES = 25 * PCM_BYTES;
const SILENT_BYTES = new Uint8Array(PCM_BYTES);

/** Passes on what we are given, and tells again and again that it is taken. */
function run(player: Player): void {
  const output = player.path === SPEAKER ? openSpeaker() : openProgram(player);
  let cancel: Cancel | undefined;
  // Nothing more is told of a device that has stopped. Our parent notices, and gives it no more.
  const tellAgain = (inMs: Ms): void => {
    cancel = systemClock.at(systemClock.now() + inMs, () => {
      if (output.writableLength > STUCK_BYTES) return;
      process.stdout.write(writeWord());
      tellAgain(WORD_MS);
    });
  };
  process.stdin.once('close', () => cancel?.());
  process.stdin.on('data', (pcm: Uint8Array) => output.write(pcm));
  if (player.path !== SPEAKER) tellAgain(player.startMs);
  // Nothing is told before it is known to have opened the device.
  else output.write(SILENT_BYTES, (error) => void (error ?? tellAgain(player.startMs)));
}

type SpeakerClass = new (format: { channels: number; bitDepth: number; sampleRate: number }) => Writable;

function openSpeaker(): Writable {
  const Speaker: SpeakerClass = loadPackage(SPEAKER);
  dieWithParent(() => {});
  const speaker = new Speaker({ channels: 1, bitDepth: 16, sampleRate: SAMPLE_RATE });
  return speaker.on('error', (error) => end(1, error.message));
}

function openProgram({ path, argv, env }: Player): Writable {
  const options = { env: { ...process.env, ...env }, windowsHide: true };
  const program = spawn(path, argv, { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
  holdProgram(program);
  // Its end says more.
  return program.stdin.on('error', () => {});
}

run(JSON.parse(process.argv[2] ?? ''));
