import type { ChildProcess } from 'node:child_process';
import { reasonOf } from '../../base/errors.ts';
import { TextTail } from '../text-tail.ts';

/**
 * In a child of ours: ends it together with the program that it runs, with the same exit code and the program's last
 * words on stderr; and ends both together with our parent, whose end closes stdin.
 */
export function holdProgram(program: ChildProcess): void {
  const words = new TextTail();
  program.stderr?.on('data', (chunk: Uint8Array) => words.push(chunk));
  program.once('error', (error) => end(1, reasonOf(error)));
  program.once('close', (code) => end(code ?? 1, words.lastLine ?? ''));
  dieWithParent(() => program.kill('SIGKILL'));
}

/** Nothing is left to do but to say why. */
export function end(exitCode: number, reason: string): void {
  process.exitCode = exitCode;
  process.stderr.write(`${reason}\n`);
  process.stdin.destroy();
}

/** `last`: what has to die, too. */
export function dieWithParent(last: () => void): void {
  const die = (): void => {
    last();
    // Whatever a library still does, such as to wait for a device that hangs, it is over.
    process.kill(process.pid, 'SIGKILL');
  };
  process.stdin.once('end', die).once('error', die);
  process.stdout.once('error', die);
}
