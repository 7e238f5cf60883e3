#!/usr/bin/env node
import { constants } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { ExitCode } from './base/errors.ts';
import { complaintOf } from './cli/complaint.ts';
import { say } from './cli/say.ts';
import { runProgram } from './cli/program.ts';

const HUNG_UP = 128 + constants.signals.SIGHUP;

/** Ends the process. Node can't end in good order without its terminal: then it dies of the signal, as others do. */
function leave(exitCode: number): never {
  if (exitCode === HUNG_UP) {
    process.emit('exit', exitCode);
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  process.exit(exitCode);
}

// Nobody may be left to read them.
process.stderr.on('error', () => {});

async function complain(error: unknown): Promise<number> {
  const { text, exitCode } = complaintOf(error);
  await say(text);
  return exitCode;
}

// Exit handlers give the terminal back and end the children; so the words come after them.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    process.once('exit', () => process.stderr.write(complaintOf(error).text));
    leave(ExitCode.failed);
  });
}

// Frames lie outside of the space for young objects. It would grow for all that, and take 20 MB for nothing.
setFlagsFromString('--semi-space-growth-factor=1');
leave(await runProgram(process.argv.slice(2), leave).catch(complain));
