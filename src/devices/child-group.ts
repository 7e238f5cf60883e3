import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { reasonOf } from '../base/errors.ts';

/** How a child ended. */
export interface ChildEnd {
  /** Undefined when a signal ended it, or when it never started. */
  code: number | undefined;
  signal: NodeJS.Signals | undefined;
  /** The child never started, and why. */
  failure: Error | undefined;
}

export interface ChildOptions {
  /** Whether it gets one; it ends when this process does. */
  stdin?: boolean;
  /** What is set beside our own environment. */
  env?: Readonly<Record<string, string>>;
}

/**
 * One child process in a process group of its own, so that Ctrl-C in the terminal does not reach it and a wrapper
 * script dies together with what it started. It can't outlive this process: the group is killed on exit.
 */
export class ChildGroup {
  readonly #child: Child;
  /** Settles when the child is gone and its output was read to the end; never rejects. */
  readonly ended: Promise<ChildEnd>;

  constructor(path: string, argv: readonly string[], { stdin = false, env = {} }: ChildOptions = {}) {
    const options = { detached: hasGroups, windowsHide: true, env: { ...process.env, ...env } };
    this.#child = stdin
      ? spawn(path, argv, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
      : spawn(path, argv, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    // A child that is gone reads no more; that it is gone is told by its end.
    this.#child.stdin?.on('error', () => {});
    const killNow = (): void => this.kill('SIGKILL');
    process.once('exit', killNow);
    this.#child.once('exit', killNow);
    this.ended = whenEnded(this.#child).finally(() => process.off('exit', killNow));
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Null when it has none. */
  get stdin(): Writable | null {
    return this.#child.stdin;
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

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

const hasGroups = process.platform !== 'win32';

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function whenEnded(child: Child): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (failure) => resolve({ code: undefined, signal: undefined, failure }));
    child.once('close', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined, failure: undefined }),
    );
  });
}

/** Why a child ended, for people; undefined when it did so in good order. `lastLine`: the last that it said. */
export function failureInWords(
  { code, signal, failure }: ChildEnd,
  name: string,
  lastLine: string | undefined,
): string | undefined {
  if (failure) return `${name} did not start: ${reasonOf(failure)}`;
  if (code === 0) return undefined;
  const how = signal ? `was ended by ${signal}` : `ended with code ${code ?? 'unknown'}`;
  return lastLine ? `${name} ${how}: ${lastLine}` : `${name} ${how}`;
}
