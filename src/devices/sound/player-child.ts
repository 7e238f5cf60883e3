import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { SAMPLE_RATE } from '../../base/audio.ts';
import { systemClock } from '../../base/clock.ts';
import type { Cancel } from '../../base/clock.ts';
import { PCM_BYTES } from '../../base/pcm.ts';
import { RecordReader } from '../../base/record-reader.ts';
import { dieWithParent, end, holdProgram } from './held.ts';
import { loadPackage } from './packages.ts';
import { PlayerPace } from './player-pace.ts';
import { parseReport, SPEAKER } from './players.ts';
import type { Player } from './players.ts';
import { writeAsk } from './records.ts';

/*
 * A process that holds a loudspeaker. argv: the Player, as JSON; stdin and stdout: as records.ts says. The package
 * `speaker` may abort the process that loads it; here that is a loudspeaker lost, and no call.
 */

/** What `pacat` needs to begin. */
const PRIMING_FRAMES = 3;
const SILENT_BYTES = new Uint8Array(PCM_BYTES);

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
  if (reports) program.stderr.on('data', (chunk: Buffer) => readReport(chunk.toString()));
  holdProgram(program);
  // Its end says more.
  return program.stdin.on('error', () => {});
}

function readReport(text: string): void {
  const report = parseReport(text);
  if (report) pace.report(report.heardMs, report.latencyMs, systemClock.now());
}

let cancel: Cancel = () => {};

/** Asks for what there is room for, and looks again when there may be more. */
function ask(): void {
  // A device that has stopped is not asked for again: what waits in it would be late for ever. Our parent notices.
  if (process.stdin.destroyed || output.writableLength > STUCK_BYTES) return;
  const now = systemClock.now();
  for (let delayMs = pace.ask(now); delayMs !== undefined; delayMs = pace.ask(now)) {
    process.stdout.write(writeAsk(delayMs));
  }
  cancel = systemClock.at(pace.due(now), ask);
}

function play(pcm: Uint8Array): void {
  pace.wrote(systemClock.now());
  output.write(pcm.slice());
}

/** Nothing is asked for before the device is known to play: a program that reports has done so, `speaker` has opened it. */
function begin(error?: Error | null): void {
  if (!error) cancel = systemClock.at(systemClock.now() + player.startMs, ask);
}

const player: Player = JSON.parse(process.argv[2] ?? '');
const pace = new PlayerPace(player);
const reader = new RecordReader(PCM_BYTES);
const output = open(player);
process.stdin.once('close', () => cancel());
process.stdin.on('data', (chunk: Uint8Array) => {
  for (const pcm of reader.push(chunk)) play(pcm);
});
if (player.reports) for (let frame = 0; frame < PRIMING_FRAMES; frame++) play(SILENT_BYTES);
if (player.path === SPEAKER) output.write(SILENT_BYTES, begin);
else begin();
