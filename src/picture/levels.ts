import type { Ms } from '../base/clock.ts';
import type { I420Frame } from '../base/frame.ts';

/** The range of Y (ITU-R BT.601-7, 2.5.3). */
const BLACK = 16;
const WHITE = 235;
/** So much of a picture may be darker than dark, and as much lighter than light: a lamp, a hole, noise. */
const OUTLIERS = 0.01;
/** Where dark and light stand in a picture that holds every light equally often: there is nothing to mend in it. */
const DARK = BLACK + OUTLIERS * (WHITE - BLACK);
const LIGHT = WHITE - OUTLIERS * (WHITE - BLACK);
const WHOLE = LIGHT - DARK;
/** More would show more noise than picture. */
const MOST_GAIN = 2.5;
/** Slower than a face moves, quicker than the sun. */
const SETTLING_MS = 1000;
/** The tables stay while the levels move less than this, in steps of Y: a still picture is to cost nothing to code. */
const HYSTERESIS = 1;
/** Each so many pixels of each so many rows tell enough of the whole. */
const SAMPLING = 3;

interface Levels {
  dark: number;
  light: number;
}

/**
 * Automatic levels: what a picture has of light is stretched over the whole range, in brightness and contrast alike. The
 * stretch follows the light so slowly that it is not seen to.
 */
export class AutoLevels {
  readonly #luma = new Uint8Array(256);
  readonly #chroma = new Uint8Array(256);
  /** Where dark and light are, smoothed; and where they were for the tables. */
  #now: (Levels & { at: Ms }) | undefined;
  #built: Levels | undefined;

  /** Changes the bytes of `frame`. */
  apply(frame: I420Frame): void {
    this.#follow(measure(frame), frame.capturedAt);
    const { data, width, height } = frame;
    const [luma, chroma] = [this.#luma, this.#chroma];
    const pixels = width * height;
    for (let at = 0; at < pixels; at++) data[at] = luma[data[at]!]!;
    for (let at = pixels; at < data.length; at++) data[at] = chroma[data[at]!]!;
  }

  #follow({ dark, light }: Levels, at: Ms): void {
    const last = this.#now ?? { dark, light, at };
    const share = 1 - Math.exp(-Math.max(0, at - last.at) / SETTLING_MS);
    const now = {
      dark: last.dark + share * (dark - last.dark),
      light: last.light + share * (light - last.light),
    };
    this.#now = { ...now, at };
    if (this.#built && !differ(now, this.#built)) return;
    this.#built = now;
    this.#build(now);
  }

  /** Colours keep their strength in relation to the light. */
  #build(levels: Levels): void {
    const { gain, offset } = stretch(levels);
    for (let value = 0; value < 256; value++) {
      this.#luma[value] = clamp(gain * value + offset, BLACK, WHITE);
      this.#chroma[value] = clamp(128 + gain * (value - 128), 16, 240);
    }
  }
}

/** The line that takes dark and light apart; what can't be stretched to the whole range stays where it is in it. */
export function stretch(levels: Levels): { gain: number; offset: number } {
  const [dark, light] = [within(levels.dark), within(levels.light)];
  const range = light - dark;
  const gain = Math.min(MOST_GAIN, WHOLE / Math.max(1, range));
  const place = range < WHOLE ? (dark - DARK) / (WHOLE - range) : 0;
  const newDark = DARK + place * (WHOLE - gain * range);
  return { gain, offset: newDark - gain * dark };
}

const within = (level: number): number => Math.min(LIGHT, Math.max(DARK, level));

/** How light the darkest and the lightest parts are. */
export function measure({ data, width, height }: I420Frame): Levels {
  const counts = new Uint32Array(256);
  for (let row = 0; row < height; row += SAMPLING) {
    for (let at = row * width; at < (row + 1) * width; at += SAMPLING) counts[data[at]!]!++;
  }
  const outliers = OUTLIERS * counts.reduce((sum, count) => sum + count, 0);
  const values = Array.from(counts.keys());
  return { dark: quantile(counts, values, outliers), light: quantile(counts, values.toReversed(), outliers) };
}

/** The first of `values` up to which there are more than `outliers` pixels. */
function quantile(counts: Uint32Array, values: readonly number[], outliers: number): number {
  let sum = 0;
  return values.find((value) => (sum += counts[value]!) > outliers) ?? BLACK;
}

const differ = (one: Levels, other: Levels): boolean =>
  Math.abs(one.dark - other.dark) > HYSTERESIS || Math.abs(one.light - other.light) > HYSTERESIS;

const clamp = (value: number, low: number, high: number): number =>
  Math.round(Math.min(high, Math.max(low, value)));
