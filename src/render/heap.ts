/** A kind of array of numbers. */
export interface ArrayType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, offset: number, length: number): T;
}

/** What vectors are aligned to. */
const ALIGNMENT = 16;

/** Cuts arrays out of a buffer, one after another; without a buffer each gets one of its own. */
export class Heap {
  readonly #buffer: ArrayBuffer | undefined;
  /** The first byte that is still free; so without a buffer: how large one must be. */
  end: number;

  constructor(buffer?: ArrayBuffer, start = 0) {
    this.#buffer = buffer;
    this.end = start;
  }

  take<T>(Type: ArrayType<T>, length: number): T {
    const start = this.end;
    const bytes = length * Type.BYTES_PER_ELEMENT;
    this.end = start + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return this.#buffer ? new Type(this.#buffer, start, length) : new Type(new ArrayBuffer(bytes), 0, length);
  }
}
