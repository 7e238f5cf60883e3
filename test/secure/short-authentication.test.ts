import { describe, expect, it } from 'vitest';
import { spokenWords, WORDS_LENGTH } from '../../src/secure/short-authentication.ts';
import { WORDS } from '../../src/secure/words.ts';

describe('the word list', () => {
  it('has one word for each octet', () => {
    expect(WORDS).toHaveLength(256);
  });

  it('has words that differ in their first four letters', () => {
    expect(new Set(WORDS.map((word) => word.slice(0, 4))).size).toBe(256);
  });

  it('has words of three to six plain letters, in order', () => {
    expect(WORDS.filter((word) => !/^[a-z]{3,6}$/.test(word))).toEqual([]);
    expect(WORDS).toEqual(WORDS.toSorted());
  });
});

describe('spokenWords', () => {
  it('are of 40 bits or more', () => {
    expect(WORDS_LENGTH * Math.log2(WORDS.length)).toBeGreaterThanOrEqual(40);
  });

  it('say each octet, in order', () => {
    expect(spokenWords(Uint8Array.of(0, 1, 1, 254, 255))).toEqual([
      'acorn',
      'actor',
      'actor',
      'zebra',
      'zipper',
    ]);
  });

  it('read a slice of a larger buffer', () => {
    expect(spokenWords(Buffer.of(9, 9, 0, 255).subarray(2))).toEqual(['acorn', 'zipper']);
  });
});
