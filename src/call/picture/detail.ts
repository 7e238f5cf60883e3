/** A cell that is off by no more than this stays as it is: half the bytes of a film for .001 SSIM (bench/picture.js). */
const FINEST = 1.5;
/** Beyond this, pictures look smeared: rather fewer of them. */
const COARSEST = 12;
const COARSER = 1.25;
const FINER = 0.9;

/** How exactly pictures are painted: as exactly as the terminal has room for. */
export class Detail {
  #tolerance = FINEST;

  /** How far off samples may be, in levels of 0-255. */
  get tolerance(): number {
    return this.#tolerance;
  }

  get isCoarsest(): boolean {
    return this.#tolerance === COARSEST;
  }

  /** A picture was painted into so much room; `whole`: all of it. */
  painted({ bytes, room, whole }: { bytes: number; room: number; whole: boolean }): void {
    if (!whole) this.#tolerance = Math.min(COARSEST, this.#tolerance * COARSER);
    else if (bytes * 2 < room) this.#tolerance = Math.max(FINEST, this.#tolerance * FINER);
  }
}
