/** How far behind the newest packet one may come. RFC 3711, 3.3.2 wants 64 at least; a resent packet needs more. */
const WINDOW_PACKETS = 1024;

/** Remembers which of the newest 1024 packet indices were accepted (RFC 3711, 3.3.2). */
export class ReplayWindow {
  /** Each slot holds the newest accepted index that falls on it, so moving ahead has nothing to clear. */
  readonly #slots = new Float64Array(WINDOW_PACKETS).fill(-1);
  #highest: number | undefined;

  /** The highest index accepted so far; undefined before the first. */
  get highest(): number | undefined {
    return this.#highest;
  }

  /** Why a packet of this index can't be taken; undefined when it can. Changes nothing. */
  refusal(index: number): 'old' | 'replayed' | undefined {
    if (this.#highest === undefined) return undefined;
    if (index <= this.#highest - WINDOW_PACKETS) return 'old';
    return this.#slots[index % WINDOW_PACKETS] === index ? 'replayed' : undefined;
  }

  /** Takes note of an authenticated packet that was not refused. */
  accept(index: number): void {
    this.#slots[index % WINDOW_PACKETS] = index;
    this.#highest = Math.max(index, this.#highest ?? 0);
  }
}
