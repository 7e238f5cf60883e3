type Close = () => Promise<void> | void;

/** What was opened, to be closed in the opposite order, whatever happens. */
export class Closers {
  readonly #closes: Close[] = [];

  add(close: Close): void {
    this.#closes.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closes.splice(0)) await close();
  }
}

/** Waits for all, even when one fails, so that whatever was opened is registered; then throws the first failure. */
export async function together<T extends readonly unknown[]>(
  promises: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(promises);
  return (await Promise.all(promises)) as unknown as T;
}
