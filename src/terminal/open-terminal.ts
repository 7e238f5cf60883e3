import { VtalkError } from '../base/errors.ts';
import type { Terminal, TerminalSink } from '../base/terminal.ts';
import type { TerminalOptions } from './terminal-options.ts';
import { TtyTerminal } from './tty-terminal.ts';

/**
 * Takes the terminal: raw mode, alternate screen, hidden cursor, bracketed paste. Resolves when the terminal has
 * answered what it can do, at the latest after 150 ms. Keys may come before. Throws when it is no terminal.
 */
export async function openTerminal(options: TerminalOptions, sink: TerminalSink): Promise<Terminal> {
  const hint = 'run it in a terminal, or add --headless to do without a screen';
  if (!options.output.isTTY) throw new VtalkError('stdout is not a terminal', { hint });
  if (!options.input.isTTY) throw new VtalkError('stdin is not a terminal', { hint });
  const terminal = new TtyTerminal(options, sink);
  await terminal.open();
  return terminal;
}
