/** More than any machine should need; a test that waits longer has failed. */
const PATIENCE_MS = 60_000;

/** Lets a test wait until something is so: it looks again after everything that happens, never by the clock. */
export class Changes {
  readonly #lookers = new Set<() => void>();

  happened(): void {
    for (const look of this.#lookers) look();
  }

  /** Resolves with what `find` finds. Rejects with what `describe` tells when that took too long. */
  until<T>(find: () => T | undefined | false, describe: () => string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        this.#lookers.delete(look);
        end();
      };
      const look = (): void => {
        const found = find();
        if (found !== undefined && found !== false) settle(() => resolve(found));
      };
      const giveUp = (): void => reject(new Error(`waited too long for ${describe()}`));
      const timer = setTimeout(() => settle(giveUp), PATIENCE_MS);
      this.#lookers.add(look);
      look();
    });
  }
}
