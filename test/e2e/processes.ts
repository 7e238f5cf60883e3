import { spawnSync } from 'node:child_process';

export interface Process {
  pid: number;
  command: string;
}

/** The processes that live and have the mark in their environment, which children inherit. */
export function marked(mark: string): Process[] {
  const pids = ps('axeww', '-o', 'pid=,command=')
    .filter((line) => line.includes(mark))
    .map((line) => String(parseInt(line, 10)));
  if (pids.length === 0) return [];
  return ps('ww', '-o', 'pid=,args=', '-p', pids.join(',')).map((line) => {
    const [, pid, command = ''] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command };
  });
}

/** Harmless when it has ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It was quicker.
  }
}

/** The lines that ps writes, none when it finds nothing. */
function ps(...args: string[]): string[] {
  const { stdout } = spawnSync('ps', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return stdout.split('\n').filter((line) => line.trim() !== '');
}
