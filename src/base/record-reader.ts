/** Takes a stream apart into records of one size, however it was cut into chunks. */
export class RecordReader {
  readonly #record: Uint8Array;
  #filled = 0;

  constructor(bytes: number) {
    this.#record = new Uint8Array(bytes);
  }

  /** How many bytes of the next record are here already. */
  get pending(): number {
    return this.#filled;
  }

  /** Hands out each record that `chunk` completes; it is good until the next one. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + this.#record.length - this.#filled);
      this.#record.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < this.#record.length) return;
      this.#filled = 0;
      yield this.#record;
    }
  }
}
