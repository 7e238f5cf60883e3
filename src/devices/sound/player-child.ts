import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { SAMPLE_RATE } from '../../base/audio.ts';
import { systemClock } from '../../base/clock.ts';
import type { Cancel, Ms } from '../../base/clock.ts';
import { PCM_BYTES } from '../../base/pcm.ts';
import { dieWithParent, explain, holdProgram, watchParent } from './held.ts';
import { loadPackage } from './packages.ts';
import { parseReport, SPEAKER } from './players.ts';
import type { Player } from './players.ts';
import { writeWord } from './records.ts';

/*
 * A process that holds a loudspeaker. argv: the Player, as JSON; stdin and stdout: as records.ts says. The package
 * `speaker` may abort the process that loads it; here that is a loudspeaker lost, and no call.
 */

/** How often there is word of a player: each wakes our parent. */
const WORD_MS: Ms = 100;
/** Reports that come a little early are passed on all the same. */
const TOLERANCE_MS: Ms = 10;
/** A device that takes nothing for so long has stopped, and what waits would be late for ever. */
const STUCK_BYTES = 25 * PCM_BYTES;
const SILENT_BYTES = new Uint8Array(PCM_BYTES);

/** Who tells where it is reads what we are given by itself, so that no frame wakes us. Our own stdin must not be touched. */
function runReporter({ path, argv, env }: Player): void {
  const options = { env: { ...process.env, ...env }, windowsHide: true };
  const program = spawn(path, argv, { ...options, stdio: ['inherit', 'ignore', 'pipe'] });
  let toldAt = -Infinity;
  program.stderr.on('data', (chunk: Buffer) => {
    const now = systemClock.now();
    const report = now - toldAt < WORD_MS - TOLERANCE_MS ? undefined : parseReport(chunk.toString());
    if (!report) return;
    toldAt = now;
    process.stdout.write(writeWord(report));
  });
  holdProgram(program, watchParent);
}

/** Passes on what we are given, and tells again and again that it is taken. */
function runPlain(player: Player): void {
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
  const stop = dieWithParent(() => {});
  const speaker = new Speaker({ channels: 1, bitDepth: 16, sampleRate: SAMPLE_RATE });
  return speaker.on('error', (error) => {
    explain(1, error.message);
    stop();
  });
}

function openProgram({ path, argv, env }: Player): Writable {
  const options = { env: { ...process.env, ...env }, windowsHide: true };
  const program = spawn(path, argv, { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
  holdProgram(program);
  // Its end says more.
  return program.stdin.on('error', () => {});
}

const player: Player = JSON.parse(process.argv[2] ?? '');
if (player.reports) runReporter(player);
else runPlain(player);
