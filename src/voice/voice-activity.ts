import { SAMPLE_RATE } from '../base/audio.ts';
import { levelDb } from './level.ts';

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
const SHORTEST = RATE / 400;
const LONGEST = RATE / 75;

/** Tells whether somebody speaks: what is louder than the room, and has a pitch or lasts. */
export class VoiceActivity {
  #levels: number[] = [];
  #before: Float64Array = new Float64Array(0);
  #turns = 0;
  #hangover = 0;

  /** The next 20 ms. */
  push(pcm: Readonly<Int16Array>): boolean {
    const level = levelDb(pcm);
    this.#levels = [...this.#levels.slice(1 - ROOM_TURNS), level];
    this.#turns = this.#soundsLikeSpeech(level, pcm) ? this.#turns + 1 : 0;
    this.#hangover = this.#turns >= MIN_TURNS ? HANGOVER_TURNS : Math.max(0, this.#hangover - 1);
    return this.#hangover > 0;
  }

  #soundsLikeSpeech(level: number, pcm: Readonly<Int16Array>): boolean {
    const thinned = thin(pcm);
    const both = Float64Array.of(...this.#before, ...thinned);
    this.#before = thinned;
    const aboveRoom = level - Math.min(...this.#levels);
    if (level < MIN_LEVEL_DB || aboveRoom < VOICED_DB) return false;
    return aboveRoom > UNVOICED_DB || periodicity(both) > MIN_PERIODICITY;
  }
}

/** A quarter of the samples, each the mean of four: enough for a pitch. */
const thin = (pcm: Readonly<Int16Array>): Float64Array =>
  Float64Array.from({ length: pcm.length / STEP }, (_, index) => {
    const at = index * STEP;
    return (pcm[at]! + pcm[at + 1]! + pcm[at + 2]! + pcm[at + 3]!) / STEP;
  });

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
