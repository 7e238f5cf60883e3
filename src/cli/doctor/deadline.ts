import type { Clock, Ms } from '../../base/clock.ts';
import { VtalkError } from '../../base/errors.ts';

/** Rejects with a VtalkError when `work` takes longer; it is not stopped by that. `hint`: what may help then. */
export function within<Result>(
  { clock, limitMs, hint }: { clock: Clock; limitMs: Ms; hint?: string },
  work: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = clock.at(clock.now() + limitMs, () =>
      reject(
        new VtalkError(`nothing came of it within ${limitMs / 1000} s`, {
          ...(hint !== undefined && { hint }),
        }),
      ),
    );
    work.then(resolve, reject).finally(cancel);
  });
}
