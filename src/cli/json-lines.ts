import { closeSync, openSync, writeSync } from 'node:fs';
import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import type { Closers } from './closers.ts';

export type WriteLine = (value: object) => void;

/**
 * Starts a file anew, for one JSON object a line; each is in the file before the call returns. `flag` is what named
 * it. Throws a VtalkError when it can't be opened; a disk that is full later only ends the file, and is told at the
 * end. Without a path nothing is written.
 */
export function openLines(path: string | undefined, flag: string, closers: Closers): WriteLine {
  if (path === undefined) return () => {};
  const fd = openForWriting(path, flag);
  let failure: string | undefined;
  closers.add(() => {
    closeSync(fd);
    if (failure !== undefined) process.stderr.write(`warning: ${path} is not complete: ${failure}\n`);
  });
  return (value) => {
    if (failure !== undefined) return;
    try {
      writeSync(fd, `${JSON.stringify(value)}\n`);
    } catch (error) {
      failure = reasonOf(error);
    }
  };
}

function openForWriting(path: string, flag: string): number {
  try {
    return openSync(path, 'w', 0o600);
  } catch (cause) {
    const hint = `give ${flag} a file in a folder that you may write to`;
    throw new VtalkError(`can't write ${path}: ${reasonOf(cause)}`, {
      exitCode: ExitCode.usage,
      hint,
      cause,
    });
  }
}
