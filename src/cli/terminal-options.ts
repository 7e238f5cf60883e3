import { systemClock } from '../base/clock.ts';
import type { TerminalOptions } from '../terminal/terminal-options.ts';
import type { Options } from './options.ts';

/** The options of a command that concern the terminal. */
type Wanted = Pick<Partial<Options>, 'color' | 'renderer' | 'sync' | 'fps' | 'maxTtyRate' | 'size'>;

/** The terminal of this process, as the user wants it. */
export const terminalOptions = ({
  color,
  renderer,
  sync,
  fps,
  maxTtyRate,
  size,
}: Wanted): TerminalOptions => ({
  input: process.stdin,
  output: process.stdout,
  env: process.env,
  clock: systemClock,
  color,
  renderer,
  sync: sync === false ? false : undefined,
  fps,
  maxRate: maxTtyRate,
  size,
});
