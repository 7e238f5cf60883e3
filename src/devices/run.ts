import type { Readable } from 'node:stream';
import { systemClock } from '../base/clock.ts';
import { ChildGroup } from './child-group.ts';
import type { ChildEnd } from './child-group.ts';
import { TextTail } from './text-tail.ts';

export interface RunResult extends ChildEnd {
  /** The last 16 kB, or as much as was asked for. */
  stdout: string;
  /** The last 16 kB. */
  stderr: string;
  /** The last line of stderr that says anything. */
  lastLine: string | undefined;
}

export interface RunOptions {
  /** What is set beside our own environment. */
  env?: Readonly<Record<string, string>>;
  /** How much is kept of what it writes to stdout. */
  keptCharacters?: number;
}

/** Long enough for a camera that wakes up, short enough for somebody who waits at a prompt. */
const LIMIT_MS = 10_000;

/** Runs a program to its end and gives what it said; it is killed after 10 s. Never rejects. */
export async function run(
  path: string,
  argv: readonly string[],
  { env = {}, keptCharacters }: RunOptions = {},
): Promise<RunResult> {
  const child = new ChildGroup(path, argv, { env });
  const cancel = systemClock.at(systemClock.now() + LIMIT_MS, () => child.kill('SIGKILL'));
  const stdout = collect(child.stdout, new TextTail(keptCharacters));
  const stderr = collect(child.stderr, new TextTail());
  const end = await child.ended;
  cancel();
  return { ...end, stdout: stdout.text, stderr: stderr.text, lastLine: stderr.lastLine };
}

function collect(stream: Readable, tail: TextTail): TextTail {
  stream.on('data', (chunk: Uint8Array) => tail.push(chunk));
  return tail;
}
