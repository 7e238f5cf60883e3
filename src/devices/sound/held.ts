import type { ChildProcess } from 'node:child_process';
import { systemClock } from '../../base/clock.ts';
import type { Cancel, Ms } from '../../base/clock.ts';
import { reasonOf } from '../../base/errors.ts';
import { TextTail } from '../text-tail.ts';

/** Calls back when our parent is gone. Gives what ends the watch, so that nothing keeps us running. */
type Watch = (gone: () => void) => Cancel;

/** Our parent's end closes stdin, which must be read. */
const watchStdin: Watch = (gone) => {
  process.stdin.once('end', gone).once('error', gone);
  return () => process.stdin.destroy();
};

const LOOK_MS: Ms = 1000;

/** For those whose stdin is read by somebody else: who has lost its parent gets another. */
export const watchParent: Watch = (gone) => {
  const parent = process.ppid;
  let cancel: Cancel | undefined;
  const look = (): void => {
    if (process.ppid === parent) cancel = systemClock.at(systemClock.now() + LOOK_MS, look);
    else gone();
  };
  look();
  return () => cancel?.();
};

/**
 * In a child of ours: ends it together with the program that it runs, with the same exit code and the program's last
 * words on stderr; and ends both together with our parent.
 */
export function holdProgram(program: ChildProcess, watch: Watch = watchStdin): void {
  const words = new TextTail();
  const stop = dieWithParent(() => program.kill('SIGKILL'), watch);
  const end = (exitCode: number, reason: string): void => {
    explain(exitCode, reason);
    stop();
  };
  program.stderr?.on('data', (chunk: Uint8Array) => words.push(chunk));
  program.once('error', (error) => end(1, reasonOf(error)));
  program.once('close', (code) => end(code ?? 1, words.lastLine ?? ''));
}

/** `last`: what has to die, too. Gives what ends the watch. */
export function dieWithParent(last: () => void, watch: Watch = watchStdin): Cancel {
  const die = (): void => {
    last();
    // Whatever a library still does, such as to wait for a device that hangs, it is over.
    process.kill(process.pid, 'SIGKILL');
  };
  process.stdout.once('error', die);
  return watch(die);
}

/** Nothing is left to do but to say why. */
export function explain(exitCode: number, reason: string): void {
  process.exitCode = exitCode;
  process.stderr.write(`${reason}\n`);
}
