import { VtalkError } from '../base/errors.ts';
import type { Terminal, TerminalSink } from '../base/terminal.ts';
import { askTerminal } from './ask-terminal.ts';
import type { TerminalOptions } from './terminal-options.ts';
import { TtyTerminal } from './tty-terminal.ts';

/** A line is given its time; who has set TERM wrongly waits no longer than this. */
const DUMB_MS = 1000;

/**
 * Takes the terminal: raw mode, alternate screen, hidden cursor, bracketed paste. Resolves when the terminal has
 * answered what it can do, or it was long enough. Keys may come before. Throws when it is no terminal, or one that can't
 * be painted on.
 */
export async function openTerminal(options: TerminalOptions, sink: TerminalSink): Promise<Terminal> {
  const hint = 'run it in a terminal, or add --headless to do without a screen';
  if (!options.output.isTTY) throw new VtalkError('stdout is not a terminal', { hint });
  if (!options.input.isTTY) throw new VtalkError('stdin is not a terminal', { hint });
  if (options.env['TERM'] === 'dumb') await convince(options);
  const terminal = new TtyTerminal(options, sink);
  await terminal.open();
  return terminal;
}

/** Ctrl-C sends no signal in raw mode. */
const interrupted = (): void => void process.kill(process.pid, 'SIGINT');

/** A terminal that is called dumb and yet answers is a terminal like any other; one that does not has but lines. */
async function convince({ input, output, env, clock }: TerminalOptions): Promise<void> {
  const { answeredMs } = await askTerminal({ input, output, env, clock, limitMs: DUMB_MS, interrupted });
  if (answeredMs !== undefined) return;
  const hint = 'set TERM to what the terminal is, such as xterm-256color, or add --headless';
  throw new VtalkError('a dumb terminal has no place for a picture (TERM=dumb)', { hint });
}
