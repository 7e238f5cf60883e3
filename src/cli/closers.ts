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
