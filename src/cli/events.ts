import type { CallEvent } from '../call/events.ts';
import type { Closers } from './closers.ts';
import { openLines } from './json-lines.ts';
import type { Options } from './options.ts';

/** Events go to the log, and as JSON lines to stdout when there is no screen. */
export function openEvents({ log, headless }: Options, closers: Closers): (event: CallEvent) => void {
  const write = openLines(log, '--log', closers);
  // Whoever read our events may have read enough; that is no reason to hang up.
  if (headless) process.stdout.on('error', () => {});
  return (event) => {
    write({ at: new Date().toISOString(), ...event });
    if (headless) process.stdout.write(`${JSON.stringify(event)}\n`);
  };
}
