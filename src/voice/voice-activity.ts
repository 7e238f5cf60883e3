import { FRAME_SAMPLES, SAMPLE_RATE } from '../base/audio.ts';
import { LastLevels } from './last-levels.ts';

/** Nobody who is meant to be heard is quieter. */
const MIN_LEVEL_DB = -55;
/** Two and a half seconds: whoever speaks takes a breath in it, so its quietest moment is the room. */
const ROOM_TURNS = 125;
/** Above the room: of vowels, which have a pitch, and of what has none. */
const VOICED_DB = 8;
const UNVOICED_DB = 18;
/** How alike two periods of a vowel are at least; those of noise are less so. */
const MIN_PERIODICITY = 0.55;
/** A click is over sooner. */
const MIN_TURNS = 3;
/** Words end quietly, and a speaker pauses between them. */
const HANGOVER_TURNS = 15;

/** Pitch is looked for at 12 kHz, from 75 to 400 Hz, in the last 40 ms. */
const STEP = 4;
const RATE = SAMPLE_RATE / STEP;
const PIECE = FRAME_SAMPLES / STEP;
const SHORTEST = RATE / 400;
const LONGEST = RATE / 75;

/** Tells whether somebody speaks: what is louder than the room, and has a pitch or lasts. */
export class VoiceActivity {
  readonly #levels = new LastLevels(ROOM_TURNS);
  /** The last two pieces, thinned. */
  readonly #sound = new Float64Array(2 * PIECE);
  #turns = 0;
  #hangover = 0;

  /** The last piece sounds like speech; whether it was a click only the next ones tell. */
  get mayBegin(): boolean {
    return this.#turns > 0;
  }

  /** The next 20 ms, which are so loud, in dBFS. */
  push(pcm: Readonly<Int16Array>, level: number): boolean {
    this.#levels.push(level);
    this.#sound.copyWithin(0, PIECE);
    thin(pcm, this.#sound.subarray(PIECE));
    this.#turns = this.#soundsLikeSpeech(level) ? this.#turns + 1 : 0;
    this.#hangover = this.#turns >= MIN_TURNS ? HANGOVER_TURNS : Math.max(0, this.#hangover - 1);
    return this.#hangover > 0;
  }

  #soundsLikeSpeech(level: number): boolean {
    const aboveRoom = level - this.#levels.lowest;
    if (level < MIN_LEVEL_DB || aboveRoom < VOICED_DB) return false;
    return aboveRoom > UNVOICED_DB || periodicity(this.#sound) > MIN_PERIODICITY;
  }
}

/** A quarter of the samples, each the mean of four: enough for a pitch. */
function thin(pcm: Readonly<Int16Array>, into: Float64Array): void {
  for (let index = 0, at = 0; index < into.length; index++, at += STEP)
    into[index] = (pcm[at]! + pcm[at + 1]! + pcm[at + 2]! + pcm[at + 3]!) / STEP;
}

/** The best correlation of the sound with itself a period later: 1 for a tone, near 0 for noise. */
function periodicity(samples: Float64Array): number {
  const length = samples.length - LONGEST;
  let best = 0;
  for (let period = SHORTEST; period <= LONGEST; period++)
    best = Math.max(best, correlation(samples, period, length));
  return best;
}

function correlation(samples: Float64Array, period: number, length: number): number {
  let product = 0;
  let here = 0;
  let there = 0;
  for (let index = 0; index < length; index++) {
    const now = samples[index]!;
    const later = samples[index + period]!;
    product += now * later;
    here += now * now;
    there += later * later;
  }
  return product / Math.sqrt(here * there + 1);
}
