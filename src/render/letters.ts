import { glyphTable } from './glyph-table.ts';
import { LETTER_INK } from './letter-ink.ts';
import type { MaskGlyphs } from './mask-glyphs.ts';

const FIRST_LETTER = 0x20;
const SAMPLES = 8;
/** 1 in the numbers of kernels, which have 16 bits. */
const WHOLE = 32768;

const codePoints = LETTER_INK.map((_, number) => FIRST_LETTER + number);

/** The printable characters of ASCII. They have no masks: in the place of one stands the number of a letter, 0 for the blank. */
export const LETTERS: MaskGlyphs = {
  across: 2,
  down: 4,
  kind: 'letters',
  glyphs: Uint32Array.from(codePoints),
  maskOf: glyphTable(codePoints.map((glyph, number) => [glyph, number])),
};

/** How much of a letter's cell is ink. */
export interface LetterInk {
  /** Of each sample, 0 to 1. */
  readonly samples: readonly number[];
  /** Of the whole cell. */
  readonly mean: number;
  /** Of pixels, which are nearly all or nothing: more than that of samples. */
  readonly variance: number;
}

/** By the numbers of letters. */
export const LETTER_INKS: readonly LetterInk[] = LETTER_INK.map((bytes) => {
  const parts = Array.from(Buffer.from(bytes, 'hex'), (byte) => byte / 255);
  const samples = parts.slice(0, SAMPLES);
  const mean = samples.reduce((sum, part) => sum + part) / SAMPLES;
  return { samples, mean, variance: parts[SAMPLES]! ** 2 };
});

/**
 * What kernels know of a letter: `LETTER_NUMBERS` of 16 bits, 32768 for 1.
 *
 *     0-7    the weights of samples whose sum tells how much of them the letter explains
 *     8-15   how much of each sample is ink
 *     16     how much of all is ink
 *     17     1 / (128 x variance)
 *     18     4 x variance
 */
export const LETTER_NUMBERS = 24;
export const LETTER_COVERAGE = 8;
export const LETTER_MEAN = 16;
export const LETTER_GAIN = 17;
export const LETTER_VARIANCE = 18;

/** The numbers of all letters, one after another. */
export const LETTER_TABLE = Int16Array.from(
  LETTER_INKS.flatMap(numbersOf).map((part) => Math.min(Math.round(part * WHOLE), WHOLE - 1)),
);

function numbersOf({ samples, mean, variance }: LetterInk): number[] {
  const isBlank = variance === 0;
  const weights = samples.map((part) => (isBlank ? 0 : (part - mean) / (SAMPLES * Math.sqrt(variance))));
  const gain = isBlank ? 0 : 1 / (128 * variance);
  const known = [...weights, ...samples, mean, gain, 4 * variance];
  return [...known, ...Array.from({ length: LETTER_NUMBERS - known.length }, () => 0)];
}
