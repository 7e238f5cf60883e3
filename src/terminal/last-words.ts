import type { Clock } from '../base/clock.ts';
import { makeNonBlocking, type TtyOutput } from './tty.ts';

/** Long enough for a slow line; one that nobody reads must not keep the process. */
const PATIENCE_MS = 500;

/** Says something to people when all else is over; resolves when it is out, or nobody takes it. `output`: stderr. */
export function sayLast(
  text: string,
  output: Pick<TtyOutput, '_handle' | 'write'>,
  clock: Clock,
): Promise<void> {
  makeNonBlocking(output);
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + PATIENCE_MS, resolve);
    output.write(Buffer.from(text), () => {
      cancel();
      resolve();
    });
  });
}
