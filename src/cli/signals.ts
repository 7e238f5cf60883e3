import { constants } from 'node:os';
import type { End } from '../call/end.ts';
import type { Closers } from './closers.ts';

/** Ends the process at once; what is left open is taken down by exit handlers. */
export type Leave = (exitCode: number) => void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * From now on a signal ends the call in good order, once there is one; before that, and when it comes a second time,
 * it ends the process. Returns what tells how to end the call.
 */
export function onSignals(leave: Leave, closers: Closers): (finish: (end: End) => void) => void {
  let finish: ((end: End) => void) | undefined;
  const handler = (signal: NodeJS.Signals): void => {
    const exitCode = 128 + constants.signals[signal];
    if (!finish) return leave(exitCode);
    finish({ exitCode, reason: `ended by ${signal}` });
    finish = undefined;
  };
  for (const signal of SIGNALS) process.on(signal, handler);
  closers.add(() => SIGNALS.forEach((signal) => process.off(signal, handler)));
  return (end) => void (finish = end);
}
