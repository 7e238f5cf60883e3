import { FRAME_SAMPLES, SAMPLE_RATE } from '../base/audio.ts';

/** 2.5 to 15 ms, from the highest voice to below the lowest: what can be taken out without being heard. */
const MIN_PERIOD = 120;
const MAX_PERIOD = 720;
/** 10 ms must be alike. */
const WINDOW = SAMPLE_RATE / 100;
/** The search looks at each fourth sample of each fourth period first: voices have little above 6 kHz. */
const COARSE = 4;
/** Where it is as quiet as this (RMS of 16-bit samples, about -55 dBFS) nobody hears what is taken out. */
const QUIET = 58;

/**
 * Makes sound a little shorter or longer without changing its pitch: it takes out or repeats one pitch period, where two in a
 * row are alike, and fades from one to the other (Verhelst and Roelands, WSOLA, ICASSP 1993).
 */
export class TimeStretch {
  /** What has been pulled last, then what is still to be pulled. */
  #samples = new Int16Array(MAX_PERIOD);
  #start = MAX_PERIOD;

  /** Samples that can be pulled. */
  get length(): number {
    return this.#samples.length - this.#start;
  }

  push(pcm: Int16Array): void {
    const kept = this.#samples.subarray(this.#start - MAX_PERIOD);
    this.#samples = concat(kept, pcm);
    this.#start = MAX_PERIOD;
  }

  /** The next 20 ms, fresh; there must be as many. */
  pull(): Int16Array {
    const end = this.#start + FRAME_SAMPLES;
    const pcm = this.#samples.slice(this.#start, end);
    this.#start = end;
    return pcm;
  }

  /**
   * Takes one period, of at most so many samples, out of the beginning of what is to be pulled. Tells how many it took: none
   * when no two were so alike (correlation, 0 to 1).
   */
  shorten(maxSamples: number, likeness: number): number {
    const longest = Math.min(MAX_PERIOD, maxSamples, Math.floor(this.length / 2), this.length - WINDOW);
    const period = this.#findPeriod(1, longest, likeness);
    if (period === 0) return 0;
    this.#remove(period);
    return period;
  }

  /** Takes out the next 20 ms if they and the 20 after them are there and quiet. Tells whether it did. */
  skip(): boolean {
    const both = this.#samples.subarray(this.#start, this.#start + 2 * FRAME_SAMPLES);
    if (both.length < 2 * FRAME_SAMPLES || !isQuiet(both)) return false;
    this.#remove(FRAME_SAMPLES);
    return true;
  }

  /** Repeats one period, of what was pulled last, before what is to be pulled. Tells how many samples that added. */
  lengthen(likeness: number): number {
    const longest = this.length < WINDOW ? 0 : Math.min(MAX_PERIOD, this.length);
    const period = this.#findPeriod(-1, longest, likeness);
    if (period === 0) return 0;
    const at = this.#start;
    const bridge = this.#samples.slice(at, at + period);
    fade(bridge, this.#samples.subarray(at - period, at));
    this.#samples = concat(this.#samples.subarray(0, at), bridge, this.#samples.subarray(at));
    return period;
  }

  /** At the beginning of what is to be pulled, where there must be twice as much. */
  #remove(length: number): void {
    const at = this.#start;
    fade(this.#samples.subarray(at, at + length), this.#samples.subarray(at + length, at + 2 * length));
    this.#samples.copyWithin(at + length, at + 2 * length);
    this.#samples = this.#samples.subarray(0, this.#samples.length - length);
  }

  /** The period after (1) or before (-1) which the sound is most like what it is now; 0 when it never is. */
  #findPeriod(direction: 1 | -1, longest: number, likeness: number): number {
    if (longest < MIN_PERIOD) return 0;
    const alike = (period: number, step: number): number =>
      correlation(this.#samples, { at: this.#start, other: this.#start + direction * period, step });
    const rough = best(range(MIN_PERIOD, longest, COARSE), (period) => alike(period, COARSE));
    const near = range(Math.max(MIN_PERIOD, rough - COARSE + 1), Math.min(longest, rough + COARSE - 1), 1);
    const period = best(near, (each) => alike(each, 1));
    const window = this.#samples.subarray(this.#start, this.#start + WINDOW);
    return alike(period, 1) >= likeness || isQuiet(window) ? period : 0;
  }
}

/** How alike two windows of `samples` are, of which each `step`th sample is looked at: 1 when one is the other, louder. */
function correlation(
  samples: Int16Array,
  { at, other, step }: { at: number; other: number; step: number },
): number {
  let product = 0;
  let energyHere = 0;
  let energyThere = 0;
  for (let index = 0; index < WINDOW; index += step) {
    const here = samples[at + index] ?? 0;
    const there = samples[other + index] ?? 0;
    product += here * there;
    energyHere += here * here;
    energyThere += there * there;
  }
  return product / Math.sqrt(energyHere * energyThere + 1);
}

function isQuiet(pcm: Int16Array): boolean {
  let energy = 0;
  for (const sample of pcm) energy += sample * sample;
  return energy < pcm.length * QUIET ** 2;
}

/** `from` becomes `to` on its way, in place; both are of one length. */
function fade(from: Int16Array, to: Int16Array): void {
  for (const [index, sample] of to.entries()) {
    const share = (index + 0.5) / to.length;
    from[index] = Math.round((from[index] ?? 0) * (1 - share) + sample * share);
  }
}

function concat(...parts: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const all = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const range = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);

/** The first of those with the highest score; there is at least one. */
function best(candidates: readonly number[], score: (candidate: number) => number): number {
  let found = { candidate: 0, score: -Infinity };
  for (const candidate of candidates) {
    const scored = score(candidate);
    if (scored > found.score) found = { candidate, score: scored };
  }
  return found.candidate;
}
