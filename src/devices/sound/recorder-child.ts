import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../base/clock.ts';
import { RecordReader } from '../../base/record-reader.ts';
import { EchoRemover } from './echo/echo-remover.ts';
import { holdProgram } from './held.ts';
import { Intake } from './intake.ts';
import { isInstalled, loadPackage } from './packages.ts';
import type { SoundProgram } from './program.ts';
import { PLAYED_BYTES, readPlayed, writeRecording } from './records.ts';

/*
 * A process that holds a microphone. argv: the SoundProgram, as JSON; stdin and stdout: as records.ts says. It stamps sound
 * as it comes, however busy our main thread is, and takes out of it what is played. Whatever a package throws, or a native one
 * breaks, ends nothing else.
 */

/** What is used of node-record-lpcm16. */
interface Lpcm16 {
  record: (options: { recorder: string; program: SoundProgram }) => {
    process: ChildProcess;
    stream(): Readable;
  };
}

const LPCM16 = 'node-record-lpcm16';
const OUR_RECORDER = fileURLToPath(new URL('./package-recorder.cjs', import.meta.url));

function start(program: SoundProgram): ChildProcess {
  if (!isInstalled(LPCM16)) {
    return spawn(program.path, program.argv, { env: { ...process.env, ...program.env }, windowsHide: true });
  }
  const { record }: Lpcm16 = loadPackage(LPCM16);
  const recording = record({ recorder: OUR_RECORDER, program });
  // It throws a string at whoever reads when the program fails. That is told at its end.
  recording.stream().on('error', () => {});
  return recording.process;
}

const program: SoundProgram = JSON.parse(process.argv[2] ?? '');
const recorder = start(program);
const intake = new Intake();
const remover = new EchoRemover(async () => new (await import('./echo/apm.ts')).Apm());
const played = new RecordReader(PLAYED_BYTES);
holdProgram(recorder);
recorder.stdout?.on('data', (chunk: Uint8Array) => {
  for (const { pcm, ageMs } of intake.push(chunk, systemClock.now())) {
    const isClean = remover.clean(pcm);
    // The pipe holds a second of sound. Who did not read that does not want more.
    if (process.stdout.writableLength === 0) process.stdout.write(writeRecording({ pcm, ageMs, isClean }));
  }
  if (intake.flooded) recorder.kill('SIGKILL');
});
process.stdin.on('data', (chunk: Uint8Array) => {
  for (const record of played.push(chunk)) {
    const { pcm, delayMs } = readPlayed(record);
    remover.played(pcm, delayMs);
  }
});
