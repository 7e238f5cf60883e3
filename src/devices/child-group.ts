import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

/** How a child ended. */
export interface ChildEnd {
  /** Undefined when a signal ended it, or when it never started. */
  code: number | undefined;
  signal: NodeJS.Signals | undefined;
  /** The child never started, and why. */
  failure: Error | undefined;
}

/**
 * One child process in a process group of its own, so that Ctrl-C in the terminal does not reach it and a wrapper
 * script dies together with what it started. It can't outlive this process: the group is killed on exit.
 */
export class ChildGroup {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  /** Settles when the child is gone and its output was read to the end; never rejects. */
  readonly ended: Promise<ChildEnd>;

  constructor(path: string, argv: readonly string[]) {
    this.#child = spawn(path, argv, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: hasGroups,
      windowsHide: true,
    });
    const killNow = (): void => this.kill('SIGKILL');
    process.once('exit', killNow);
    this.#child.once('exit', killNow);
    this.ended = whenEnded(this.#child).finally(() => process.off('exit', killNow));
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get stdout(): Readable {
    return this.#child.stdout;
  }

  get stderr(): Readable {
    return this.#child.stderr;
  }

  /** Reaches the whole group; harmless when it is gone. */
  kill(signal: NodeJS.Signals): void {
    if (!hasGroups) this.#child.kill(signal);
    else if (this.pid !== undefined) signalGroup(this.pid, signal);
  }
}

const hasGroups = process.platform !== 'win32';

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function whenEnded(child: ChildProcessByStdio<null, Readable, Readable>): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (failure) => resolve({ code: undefined, signal: undefined, failure }));
    child.once('close', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined, failure: undefined }),
    );
  });
}
