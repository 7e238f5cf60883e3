import { expect, test } from 'vitest';
import { FRAME_SAMPLES } from '../../../src/base/audio.ts';
import { pcmBytes } from '../../../src/base/pcm.ts';
import {
  readRecording,
  readWord,
  RECORDING_BYTES,
  WORD_BYTES,
  writeRecording,
  writeWord,
} from '../../../src/devices/sound/records.ts';

const ramp = Int16Array.from({ length: FRAME_SAMPLES }, (_, index) => index * 64 - 32_768);

test('samples and their age come through, also from the middle of a buffer', () => {
  const record = writeRecording(pcmBytes(ramp), 30);
  expect(record).toHaveLength(RECORDING_BYTES);
  const shifted = new Uint8Array(RECORDING_BYTES + 3);
  shifted.set(record, 3);
  const { pcm, ageMs } = readRecording(shifted.subarray(3));
  expect(pcm).toEqual(ramp);
  // It gets older while we look.
  expect(ageMs).toBeGreaterThanOrEqual(30);
});

test('samples are little-endian', () => {
  expect([...pcmBytes(Int16Array.of(0x1234, -2))]).toEqual([0x34, 0x12, 0xfe, 0xff]);
});

test('the bytes of a frame are a copy', () => {
  const pcm = Int16Array.of(1);
  const bytes = pcmBytes(pcm);
  pcm[0] = 2;
  expect(bytes[0]).toBe(1);
});

test.each([{ heardMs: 61.25, latencyMs: 40 }, undefined])('word of a player comes through: %o', (report) => {
  const record = writeWord(report);
  expect(record).toHaveLength(WORD_BYTES);
  const word = readWord(record);
  expect(word.report).toEqual(report);
  expect(word.ageMs).toBeGreaterThanOrEqual(0);
});
