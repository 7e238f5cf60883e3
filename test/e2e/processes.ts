import { execFileSync } from 'node:child_process';

export interface Process {
  pid: number;
  command: string;
}

/** The processes that live and have the mark in their environment, which children inherit. */
export function marked(mark: string): Process[] {
  const listing = execFileSync('ps', ['axeww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return listing
    .split('\n')
    .filter((line) => line.includes(mark))
    .map((line) => ({ pid: parseInt(line, 10), command: line.trim().replace(/^\d+ /, '') }));
}

/** Harmless when it has ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It was quicker.
  }
}
