/** More than any machine should need; a test that waits longer has failed. */
const PATIENCE_MS = 30_000;

/** Lets a test wait until something is so: it looks again after everything that happens, never by the clock. */
export class Changes {
  readonly #lookers = new Set<() => void>();

  happened(): void {
    for (const look of this.#lookers) look();
  }

  /** Resolves with what `find` finds. Rejects with what `describe` tells when that took too long. */
  async until<T>(find: () => T | undefined | false, describe: () => string): Promise<T> {
    let look: () => void = () => {};
    let timer: NodeJS.Timeout | undefined;
    const found = new Promise<T>((resolve, reject) => {
      look = () => {
        const result = find();
        if (result !== undefined && result !== false) resolve(result);
      };
      timer = setTimeout(() => reject(new Error(`waited too long for ${describe()}`)), PATIENCE_MS);
    });
    this.#lookers.add(look);
    look();
    return await found.finally(() => {
      clearTimeout(timer);
      this.#lookers.delete(look);
    });
  }
}
