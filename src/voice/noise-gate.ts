/** Enough that a room is quiet, little enough that a word that wasn't noticed can be understood. */
const CLOSED_DB = -12;
/** It opens within 20 ms, and takes half a second to close. */
const CLOSING_DB = CLOSED_DB / 25;

/** No room is so loud: this is music, or a machine that is meant to be heard. */
const LOUD_DB = -35;

/** Makes the room quieter where nobody speaks. */
export class NoiseGate {
  #gainDb = CLOSED_DB;

  /** How much louder the next 20 ms, of that level in dBFS, should be, in dB: 0 or less. `wanted`: they are speech, or may be. */
  push(levelDb: number, wanted: boolean): number {
    const open = wanted || levelDb > LOUD_DB;
    this.#gainDb = open ? 0 : Math.max(CLOSED_DB, this.#gainDb + CLOSING_DB);
    return this.#gainDb;
  }
}
