import { constants } from 'node:os';
import type { End } from '../call/session.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Lets a signal end the call in good order; the second one gives up on that and calls `leave`. Returns what takes the
 * handlers away.
 */
export function onSignals(finish: (end: End) => void, leave: (exitCode: number) => void): () => void {
  let asked = false;
  const handler = (signal: NodeJS.Signals): void => {
    const exitCode = 128 + constants.signals[signal];
    if (asked) return leave(exitCode);
    asked = true;
    finish({ exitCode, reason: `ended by ${signal}` });
  };
  for (const signal of SIGNALS) process.on(signal, handler);
  return () => SIGNALS.forEach((signal) => process.off(signal, handler));
}
