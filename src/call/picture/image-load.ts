/** An image of so many times the room there is keeps the line busy for .2 to .5 s. */
const HEAVY = 3;
/** One may be heavy because the terminal was busy. */
const PATIENCE = 2;

/** Whether a terminal can bear images: a line that one image keeps busy shows cells several times as often. */
export class ImageLoad {
  #isMeasured = false;
  #heavy = 0;

  /** An image was written into so much room. True: that is too much, again and again. */
  push({ bytes, room }: { bytes: number; room: number }): boolean {
    if (bytes === 0 || room === 0) return false;
    // How much room there was for the first is a guess.
    this.#heavy = this.#isMeasured && bytes > HEAVY * room ? this.#heavy + 1 : 0;
    this.#isMeasured = true;
    return this.#heavy >= PATIENCE;
  }
}
