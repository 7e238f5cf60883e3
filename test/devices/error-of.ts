import { VtalkError } from '../../src/base/errors.ts';

/** What a promise fails with, which must be an error for the user. */
export async function errorOf(promise: Promise<unknown>): Promise<VtalkError> {
  const thrown = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  if (thrown instanceof VtalkError) return thrown;
  throw thrown;
}
