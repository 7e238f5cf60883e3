import * as fc from 'fast-check';
import { createEncoder } from 'libopus-wasm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FRAME_SAMPLES, SILENCE } from '../../src/base/audio.ts';
import type { VoiceDecoder, VoiceEncoder, VoiceEncoderOptions } from '../../src/base/audio.ts';
import { durationMs, isPause, PAUSE, repeatsEarlier } from '../../src/base/opus-packet.ts';
import { openVoiceCodec } from '../../src/codec/opus.ts';
import { dbOf, framesOf, joined, noise, talk } from '../talker.ts';

const options: VoiceEncoderOptions = { bitrateBps: 24_000, lossPct: 0, constantRate: false };
const codec = await openVoiceCodec();
let encoder: VoiceEncoder;
let decoder: VoiceDecoder;

beforeEach(async () => {
  encoder = await codec.openEncoder(options);
  decoder = await codec.openDecoder();
});
afterEach(() => {
  encoder.close();
  decoder.close();
});

const voice = framesOf(talk({ seconds: 4 }));
const encodeAll = (frames: readonly Int16Array[]): Uint8Array[] =>
  frames.map((frame) => encoder.encode(frame)).filter((packet) => packet !== undefined);

const product = (a: Int16Array, b: Int16Array): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** The correlation of two sounds at the delay, of at most 20 ms, where they are most alike. */
function likeness(one: Int16Array, other: Int16Array): number {
  const window = one.subarray(FRAME_SAMPLES, one.length - FRAME_SAMPLES);
  const delays = Array.from({ length: FRAME_SAMPLES / 4 }, (_, index) => index * 4);
  const scores = delays.map((delay) => {
    const shifted = other.subarray(FRAME_SAMPLES + delay, FRAME_SAMPLES + delay + window.length);
    return product(window, shifted) / Math.sqrt(product(window, window) * product(shifted, shifted) + 1);
  });
  return Math.max(...scores);
}

const QUIET = new Int16Array(FRAME_SAMPLES);
const padded = (pcm: Int16Array): Int16Array => joined([QUIET, pcm, QUIET]);

test('a voice goes through at 24 kbit/s and sounds like itself', () => {
  const packets = encodeAll(voice);
  const bitrateBps = (packets.reduce((sum, { length }) => sum + length, 0) * 8 * 50) / packets.length;
  expect(bitrateBps).toBeGreaterThan(16_000);
  expect(bitrateBps).toBeLessThan(28_000);
  const heard = joined(packets.map((packet) => decoder.decode(packet)!));
  expect(likeness(joined(voice).subarray(0, 48_000), heard.subarray(0, 50_000))).toBeGreaterThan(0.85);
});

test('a pause is announced once, sampled now and then, and costs nearly nothing', () => {
  encodeAll(voice.slice(0, 50));
  const quiet = framesOf(noise(4, 12));
  const packets = quiet.map((frame) => encoder.encode(frame));
  const rest = packets.slice(50);
  expect(rest.filter((packet) => packet === undefined).length).toBeGreaterThan(rest.length * 0.85);
  const first = packets.findIndex((packet) => packet && isPause(packet));
  expect(first).toBeGreaterThan(0);
  expect(packets[first + 1]).toBeUndefined();
  expect(rest.some((packet) => packet && !isPause(packet))).toBe(true);
});

test('the noise of a pause goes on as it was', () => {
  for (const packet of encodeAll([...voice.slice(0, 50), ...framesOf(noise(1, 12))])) decoder.decode(packet);
  const levels = Array.from({ length: 100 }, () => dbOf(decoder.conceal()));
  expect(Math.max(...levels)).toBeLessThan(-65);
  expect(levels.at(-1)).toBeGreaterThan(-95);
});

test('at a constant rate all packets have one size, and silence is sent', () => {
  encoder.configure({ ...options, constantRate: true });
  const packets = encodeAll([...voice, ...framesOf(new Int16Array(2 * 48_000))]);
  expect(packets).toHaveLength(voice.length + 100);
  expect(new Set(packets.map(({ length }) => length))).toEqual(new Set([60]));
});

describe('loss', () => {
  const lossy = { ...options, lossPct: 20 };

  test('what was lost is recovered from the packet after, where the encoder prepared for it', () => {
    encoder.configure(lossy);
    const packets = encodeAll(voice);
    const copies = packets.slice(20, 100).filter(repeatsEarlier).length;
    expect(copies).toBeGreaterThan(40);
    for (const packet of packets) {
      expect(decoder.recover(packet)?.length).toBe(repeatsEarlier(packet) ? FRAME_SAMPLES : undefined);
      decoder.decode(packet);
    }
  });

  test('a copy is nearer to what was said than a guess', async () => {
    encoder.configure(lossy);
    const packets = encodeAll(voice);
    const guessing = await codec.openDecoder();
    const scores = { recovered: 0, guessed: 0 };
    for (const [index, packet] of packets.entries()) {
      if (index % 10 === 5) continue;
      if (index % 10 === 6 && repeatsEarlier(packet)) {
        const spoken = joined(voice.slice(index - 2, index + 1));
        scores.recovered += likeness(padded(decoder.recover(packet)!), spoken);
        scores.guessed += likeness(padded(guessing.conceal()), spoken);
      }
      decoder.decode(packet);
      guessing.decode(packet);
    }
    guessing.close();
    expect(scores.recovered).toBeGreaterThan(scores.guessed);
  });

  test('without a copy there is nothing to recover', () => {
    for (const packet of encodeAll(voice)) expect(decoder.recover(packet)).toBeUndefined();
  });
});

describe('a stranger', () => {
  test.each([2.5, 5, 10, 20, 40, 60] as const)('who sends packets of %d ms', async (ms) => {
    const foreign = await createEncoder({ frameSize: ms * 48, channels: 1 });
    const packet = foreign.encode(noise(1, 3000).subarray(0, ms * 48));
    foreign.free();
    expect(durationMs(packet)).toBe(ms);
    expect(decoder.decode(packet)?.length).toBe(ms === 20 ? FRAME_SAMPLES : undefined);
    expect(decoder.conceal()).toHaveLength(FRAME_SAMPLES);
  });

  test('in stereo is heard in mono', async () => {
    const foreign = await createEncoder({ frameSize: 960, channels: 2 });
    const packet = foreign.encode(noise(1, 3000).subarray(0, 1920));
    foreign.free();
    expect(decoder.decode(packet)).toHaveLength(FRAME_SAMPLES);
    expect(decoder.recover(packet)).toBeUndefined();
  });

  test('who sends nonsense is not heard, and does no harm', () => {
    for (const length of [0, 1, 2, 3, 1275, 1276, 65_535])
      for (const fill of [0, 7, 0x48, 0x4b, 0xfc, 0xff]) {
        const packet = new Uint8Array(length).fill(fill);
        for (const pcm of [decoder.decode(packet), decoder.recover(packet)])
          if (pcm) expect(pcm).toHaveLength(FRAME_SAMPLES);
      }
    const [packet] = encodeAll(voice);
    expect(decoder.decode(packet!)).toHaveLength(FRAME_SAMPLES);
  });

  test('whose bytes are anything gives 20 ms or nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (packet) => {
        for (const pcm of [decoder.decode(packet), decoder.recover(packet), decoder.conceal()])
          if (pcm) expect(pcm).toHaveLength(FRAME_SAMPLES);
      }),
      { numRuns: 2000 },
    );
  });
});

test('the pause of our own making is one to the decoder', () => {
  expect(isPause(PAUSE as Uint8Array)).toBe(true);
  expect(durationMs(PAUSE as Uint8Array)).toBe(20);
  expect(decoder.decode(PAUSE as Uint8Array)).toHaveLength(FRAME_SAMPLES);
});

test('what is encoded and decoded belongs to the caller', () => {
  const packet = encoder.encode(voice[30]!)!;
  const copy = packet.slice();
  encoder.encode(voice[31]!);
  expect(packet).toEqual(copy);
  const pcm = decoder.decode(packet)!;
  const heard = pcm.slice();
  decoder.conceal();
  expect(pcm).toEqual(heard);
  expect(SILENCE.every((sample) => sample === 0)).toBe(true);
});

test('closing twice is harmless', () => {
  encoder.close();
  decoder.close();
});
