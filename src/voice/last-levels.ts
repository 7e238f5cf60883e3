/** How loud the last pieces of a sound were. It makes no garbage: it is asked fifty times a second. */
export class LastLevels {
  readonly #levels: Float64Array;
  #count = 0;

  /** `turns`: how many it remembers. */
  constructor(turns: number) {
    this.#levels = new Float64Array(turns);
  }

  /** How many there have been since it was cleared. */
  get count(): number {
    return this.#count;
  }

  /** Infinity when there was none. */
  get lowest(): number {
    let lowest = Infinity;
    for (let at = 0; at < this.#remembered; at++) lowest = Math.min(lowest, this.#levels[at]!);
    return lowest;
  }

  /** -Infinity when there was none. */
  get highest(): number {
    let highest = -Infinity;
    for (let at = 0; at < this.#remembered; at++) highest = Math.max(highest, this.#levels[at]!);
    return highest;
  }

  push(level: number): void {
    this.#levels[this.#count++ % this.#levels.length] = level;
  }

  clear(): void {
    this.#count = 0;
  }

  get #remembered(): number {
    return Math.min(this.#count, this.#levels.length);
  }
}
