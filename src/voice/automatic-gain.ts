import { LastLevels } from './last-levels.ts';

/** Speech at -20 dBFS leaves its peaks, some 15 dB higher, room. */
const TARGET_DB = -20;
const MIN_DB = -12;
/** Of the power of a speaker, each 20 ms of speech moves a twentieth: a second settles it. Gaps between words hardly count. */
const SMOOTHING = 0.05;
/** Each 20 ms: 10 dB a second where it is too loud, 3 where it is too quiet, so that nobody hears it move. */
const STEP_DB = { down: 0.2, up: 0.06 };
/** In 300 ms speech rises or falls by more. A tone doesn't, and is meant to be as loud as it is. */
const MODULATION = { db: 3, turns: 15 };

/** Makes loud and quiet speakers alike. It moves only while somebody speaks, so the room isn't made louder in pauses. */
export class AutomaticGain {
  readonly #maxDb: number;
  #power: number | undefined;
  #gainDb = 0;
  /** The last levels of what sounds like speech. */
  readonly #levels = new LastLevels(MODULATION.turns);

  constructor({ maxDb }: { maxDb: number }) {
    this.#maxDb = maxDb;
  }

  /** How much louder the next 20 ms should be, in dB. */
  push(levelDb: number, speaking: boolean): number {
    if (speaking) this.#levels.push(levelDb);
    else this.#levels.clear();
    if (!this.#isModulated) return this.#gainDb;
    const power = 10 ** (levelDb / 10);
    this.#power = power * SMOOTHING + (this.#power ?? power) * (1 - SMOOTHING);
    const wantedDb = Math.max(MIN_DB, Math.min(this.#maxDb, TARGET_DB - 10 * Math.log10(this.#power)));
    const changeDb = Math.max(-STEP_DB.down, Math.min(STEP_DB.up, wantedDb - this.#gainDb));
    this.#gainDb += changeDb;
    return this.#gainDb;
  }

  /** The first level may be that of a sound which has only begun. */
  get #isModulated(): boolean {
    const { count, highest, lowest } = this.#levels;
    return count > MODULATION.turns && highest - lowest >= MODULATION.db;
  }
}
