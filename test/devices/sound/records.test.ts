import { expect, test } from 'vitest';
import { FRAME_SAMPLES } from '../../../src/base/audio.ts';
import { pcmBytes } from '../../../src/base/pcm.ts';
import {
  PLAYED_BYTES,
  readPlayed,
  readRecording,
  readWord,
  RECORDING_BYTES,
  WORD_BYTES,
  writePlayed,
  writeRecording,
  writeWord,
} from '../../../src/devices/sound/records.ts';

const ramp = Int16Array.from({ length: FRAME_SAMPLES }, (_, index) => index * 64 - 32_768);

test.each([true, false])(
  'samples and their age come through, also from the middle of a buffer, clean: %s',
  (isClean) => {
    const record = writeRecording({ pcm: ramp, ageMs: 30, isClean });
    expect(record).toHaveLength(RECORDING_BYTES);
    const shifted = new Uint8Array(RECORDING_BYTES + 3);
    shifted.set(record, 3);
    const { pcm, ageMs, isClean: isCleaned } = readRecording(shifted.subarray(3));
    expect(pcm).toEqual(ramp);
    expect(isCleaned).toBe(isClean);
    // It gets older while we look.
    expect(ageMs).toBeGreaterThanOrEqual(30);
  },
);

test('samples are little-endian', () => {
  expect([...pcmBytes(Int16Array.of(0x1234, -2))]).toEqual([0x34, 0x12, 0xfe, 0xff]);
});

test('the bytes of a frame are a copy', () => {
  const pcm = Int16Array.of(1);
  const bytes = pcmBytes(pcm);
  pcm[0] = 2;
  expect(bytes[0]).toBe(1);
});

test('what is played comes through', () => {
  const record = writePlayed({ pcm: ramp, delayMs: 61.25 });
  expect(record).toHaveLength(PLAYED_BYTES);
  expect(readPlayed(record)).toEqual({ pcm: ramp, delayMs: 61.25 });
});

test('word of a player comes through, with its age', () => {
  const record = writeWord();
  expect(record).toHaveLength(WORD_BYTES);
  expect(readWord(record)).toBeGreaterThanOrEqual(0);
});
