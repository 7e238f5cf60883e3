import { LastLevels } from './last-levels.ts';

/** What is louder than this from the loudspeaker may come back through the microphone, whatever it is. */
const AUDIBLE_DB = -50;
/** 400 ms: a room rings so long, and the loudspeaker plays late. */
const TAIL_TURNS = 20;
/** Of the microphone while the other side is heard, and of the loudspeaker while we speak. */
const MICROPHONE_LOSS_DB = -45;
const LOUDSPEAKER_LOSS_DB = -24;

/** A microphone beside its loudspeaker hears it no louder than this. */
const COUPLING_DB = 6;

/**
 * Lets one side speak at a time where nothing else takes echo away: a switched loss (ITU-T P.340), always in one of the two
 * ways and never in none, so that a loop through two rooms with open loudspeakers can't howl. Who speaks keeps the word
 * until a pause.
 */
export class HalfDuplex {
  #sending = false;
  /** How loud the loudspeaker was in the turns that can still be heard. */
  readonly #played = new LastLevels(TAIL_TURNS);

  /** 20 ms of the loudspeaker, so loud without the loss. Tells how much louder they should be, in dB: 0 or less. */
  played(levelDb: number): number {
    const lossDb = this.#sending ? LOUDSPEAKER_LOSS_DB : 0;
    this.#played.push(levelDb + lossDb);
    return lossDb;
  }

  /** 20 ms of the microphone. Tells how much louder they should be, in dB: 0 or less. */
  captured(levelDb: number, speaking: boolean): number {
    const playedDb = this.#played.highest;
    const echoPossible = playedDb > AUDIBLE_DB;
    const speakingHere = speaking && !(echoPossible && levelDb < playedDb + COUPLING_DB);
    if (speakingHere) this.#sending = true;
    else if (echoPossible) this.#sending = false;
    return this.#sending ? 0 : MICROPHONE_LOSS_DB;
  }
}
