import { expect, test } from 'vitest';
import { FRAME_SAMPLES } from '../../../src/base/audio.ts';
import { pcmBytes } from '../../../src/base/pcm.ts';
import {
  ASK_BYTES,
  readAsk,
  readRecording,
  RECORDING_BYTES,
  writeAsk,
  writeRecording,
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

test('an ask says in how many milliseconds a frame will be heard', () => {
  expect(writeAsk(61.25)).toHaveLength(ASK_BYTES);
  expect(readAsk(writeAsk(61.25))).toBe(61.25);
});
