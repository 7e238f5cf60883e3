import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { SAMPLE_RATE } from '../../base/audio.ts';
import { systemClock } from '../../base/clock.ts';
import type { Cancel, Ms } from '../../base/clock.ts';
import { PCM_BYTES } from '../../base/pcm.ts';
import { dieWithParent, end, holdProgram } from './held.ts';
import { loadPackage } from './packages.ts';
import type { PlayerReport } from './player-pace.ts';
import { parseReport, SPEAKER } from './players.ts';
import type { Player } from './players.ts';
import { writeWord } from './records.ts';

/*
 * A process that holds a loudspeaker. argv: the Player, as JSON; stdin and stdout: as records.ts says. The package
 * `speaker` may abort the process that loads it; here that is a loudspeaker lost, and no call.
 */

const SILENT_BYTES = new Uint8Array(PCM_BYTES);
/** How often there is word of a player: each wakes our parent. */
const WORD_MS: Ms = 100;
/** Reports that come a little early are passed on all the same. */
const TOLERANCE_MS: Ms = 10;

type SpeakerClass = new (format: { channels: number; bitDepth: number; sampleRate: number }) => Writable;

/** A device that takes nothing for so long has stopped, and what waits would be late for ever. */
const STUCK_BYTES = 25 * PCM_BYTES;

function open(player: Player): Writable {
  return player.path === SPEAKER ? openSpeaker() : openProgram(player);
}

function openSpeaker(): Writable {
  const Speaker: SpeakerClass = loadPackage(SPEAKER);
  dieWithParent(() => {});
  const speaker = new Speaker({ channels: 1, bitDepth: 16, sampleRate: SAMPLE_RATE });
  return speaker.on('error', (error) => end(1, error.message));
}

function openProgram({ path, argv, env, reports }: Player): Writable {
  const program: ChildProcessByStdio<Writable, null, Readable> = spawn(path, argv, {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
    windowsHide: true,
  });
  if (reports) program.stderr.on('data', (chunk: Buffer) => passOn(chunk.toString()));
  holdProgram(program);
  // Its end says more.
  return program.stdin.on('error', () => {});
}

let toldAt = -Infinity;
let stopped = false;
let cancel: Cancel = () => {};

function passOn(text: string): void {
  const report = systemClock.now() - toldAt < WORD_MS - TOLERANCE_MS ? undefined : parseReport(text);
  if (report) tell(report);
}

/** Nothing is told any more of a device that has stopped, so it is given no more. Our parent notices. */
function tell(report?: PlayerReport): void {
  stopped ||= process.stdin.destroyed || output.writableLength > STUCK_BYTES;
  if (stopped) return;
  toldAt = systemClock.now();
  process.stdout.write(writeWord(report));
}

/** That it takes what it gets is all there is to tell of a player that doesn't report. */
function tellAgain(inMs: Ms): void {
  cancel = systemClock.at(systemClock.now() + inMs, () => {
    tell();
    tellAgain(WORD_MS);
  });
}

/** Nothing is told before the device is known to play: a program that reports has done so, `speaker` has opened it. */
function begin(error?: Error | null): void {
  if (!error) tellAgain(player.startMs);
}

const player: Player = JSON.parse(process.argv[2] ?? '');
const output = open(player);
process.stdin.once('close', () => cancel());
process.stdin.on('data', (pcm: Uint8Array) => output.write(pcm));
if (player.path === SPEAKER) output.write(SILENT_BYTES, begin);
else if (!player.reports) begin();
