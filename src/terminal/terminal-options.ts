import type { Clock } from '../base/clock.ts';
import type { Renderer } from '../base/renderer.ts';
import type { ColorDepth } from '../base/terminal.ts';
import type { TtyInput, TtyOutput } from './tty.ts';

/** What a terminal is opened with. */
export interface TerminalOptions {
  /** process.stdin and process.stdout: both a TTY. */
  input: TtyInput;
  output: TtyOutput;
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** Instead of what the environment promises. */
  color?: ColorDepth | undefined;
  /** Instead of the best that the terminal is known to show. */
  renderer?: Renderer | undefined;
  /** Frames a second, at most; 30 unless told. */
  fps?: number | undefined;
  /** Bytes a second, at most. */
  maxRate?: number | undefined;
  /** Instead of asking the terminal whether it has synchronized update. */
  sync?: boolean | undefined;
  /** The part of the screen that is used, at most. */
  size?: { columns: number; rows: number } | undefined;
}
